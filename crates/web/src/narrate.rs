//! What an entry says, in one Chinese sentence for a timeline. It reads bodies; it decides nothing.

use law::court;
use law::ids::CourtId;
use law::life::codes::Procedure;
use law::life::event::Event;
use law::life::office::OfficeAct;

use crate::format::{count, day_text};
use crate::visible::brief;

/// The Chinese name of a kind; the kind itself when it is unknown.
pub fn kind_zh(kind: &str) -> &str {
    Event::KINDS.iter().chain(OfficeAct::KINDS).find(|(known, _)| *known == kind).map_or(kind, |(_, zh)| zh)
}

/// Whether a kind is a turning point that a timeline marks.
pub fn is_turning_point(kind: &str) -> bool {
    matches!(
        kind,
        "filing.received.v1"
            | "case.accepted.v1"
            | "case.closed.v1"
            | "case.effective.v1"
            | "case.archived.v1"
            | "filing.refused.v1"
            | "appeal.concluded.v1"
    )
}

/// Characters of a sentence: what people wrote into an entry may be longer, and stands there.
const LONGEST: usize = 160;

/// The sentence of an entry; none when the body says nothing beyond its kind or cannot be read.
pub fn sentence(kind: &str, body: &str) -> Option<String> {
    let told = match OfficeAct::read(kind, body) {
        Some(act) => act.ok().map(|act| of_office(&act)),
        None => Event::read(kind, body).ok().and_then(|event| of_event(&event)),
    };
    told.map(|text| brief(&text, LONGEST))
}

fn court_name(id: CourtId) -> &'static str {
    court::court(id).map_or("未知法院", |court| court.name)
}

fn minutes(minutes: u16) -> String {
    match (minutes / 60, minutes % 60) {
        (0, rest) => format!("{rest} 分钟"),
        (hours, 0) => format!("{hours} 小时"),
        (hours, rest) => format!("{hours} 小时 {rest} 分钟"),
    }
}

fn joined(parts: &[(bool, &str)]) -> String {
    parts.iter().filter(|(holds, _)| *holds).map(|(_, word)| *word).collect::<Vec<_>>().join("，")
}

fn until(due: Option<law::day::Day>) -> String {
    due.map_or_else(String::new, |day| format!("，期限至 {}", day_text(day)))
}

fn of_office(act: &OfficeAct) -> String {
    match act {
        OfficeAct::StatementImported(body) => {
            format!("{} 年统计，共 {} 项；来源：{}", body.year, body.figures.len(), body.source)
        }
        OfficeAct::LiaisonHeld(body) => format!("{} 人次参加", body.participants),
        OfficeAct::ProposalAnswered(body) => {
            if body.satisfied { "已答复，代表委员满意" } else { "已答复" }.to_owned()
        }
        OfficeAct::ExemplarPublished(body) if body.theme == "business_environment" => "主题：优化营商环境".to_owned(),
        OfficeAct::ExemplarPublished(_) => "发布典型案例".to_owned(),
        OfficeAct::FilingRelayed(body) => {
            let to = law::court::court(body.to).map_or("", |court| court.name);
            format!("为{to}收下一份立案材料并转送，材料的杂凑值是 {}", body.complaint)
        }
        OfficeAct::AnswerTold(body) => {
            format!("已把{}的答复（该院日志第 {} 条）告知当事人", court_name(body.court), body.answer)
        }
        OfficeAct::CasesImported(body) => {
            format!("从表格导入 {} 件旧案，共 {} 条记录，文件的杂凑值是 {}", body.cases, body.entries, body.digest)
        }
        OfficeAct::DrawKeyPublished(body) => format!("今后的抽签以公钥 {} 证明", body.public_key),
    }
}

fn of_event(event: &Event) -> Option<String> {
    of_filing(event).or_else(|| of_hearing(event)).or_else(|| of_closing(event)).or_else(|| of_enforcement(event))
}

fn of_filing(event: &Event) -> Option<String> {
    Some(match event {
        Event::Received(body) => {
            format!("{}，申请以「{}」字立案，当事人 {} 名", body.channel.zh(), body.word.as_str(), body.parties)
        }
        Event::CorrectionAsked(body) => format!("{}；{}前补正", body.defects.join("、"), day_text(body.due)),
        Event::Refused(body) => body.ground.clone(),
        Event::Accepted(body) => format!("{}{}", body.number, until(body.due)),
        Event::Assigned(body) => {
            let panel =
                if body.panel > 1 { format!("合议庭 {} 人", body.panel) } else { "独任审理".to_owned() };
            let assessors =
                if body.assessors > 0 { format!("，人民陪审员 {} 人", body.assessors) } else { String::new() };
            let procedure = match body.procedure {
                Procedure::None => String::new(),
                procedure => format!("，{}", procedure.zh()),
            };
            format!("承办法官 {} 号，{panel}{assessors}{procedure}{}", body.judge.0, until(body.due))
        }
        Event::Converted(body) => format!("转为{}{}", body.procedure.zh(), until(body.due)),
        Event::Served(body) => format!("{}，{}", body.document.zh(), body.mode.zh()),
        Event::Excluded(body) => {
            format!("{}：{}至{}{}", body.ground.zh(), day_text(body.from), day_text(body.to), until(body.due))
        }
        Event::Extended(body) => {
            let late = if body.late { "（逾期申请）" } else { "" };
            format!("{}申请{late}，经批准延长至 {}", day_text(body.asked_on), day_text(body.due))
        }
        Event::Suspended(body) => body.ground.clone(),
        Event::Resumed(body) => format!("恢复审理{}", until(body.due)),
        _ => return of_desk(event),
    })
}

/// What is said to a filing and about its judge.
fn of_desk(event: &Event) -> Option<String> {
    Some(match event {
        Event::Resubmitted(body) => format!("当事人在网上补正，文件 {} 份", body.files.len()),
        Event::NumberGiven(body) => format!("当事人为抽签提供数字 {}", body.number),
        Event::Diverted(body) => format!("原告同意先行调解，{}前", day_text(body.due)),
        Event::Reopened => "调解不成，转为立案审查".to_owned(),
        Event::FeeNoticed(body) => format!("应交 {}，{}前", body.amount, day_text(body.due)),
        Event::FeePaid(body) => format!("已交 {}", body.amount),
        Event::NamingProposed(body) => format!("提请指定 {} 号法官：{}", body.judge.0, body.ground.zh()),
        Event::NamingDeclined(_) => "不批准指定，改为抽签".to_owned(),
        Event::ChangeProposed(body) => format!("提请变更 {} 号：{}", body.of.0, body.ground.zh()),
        Event::ChangeDecided(body) => {
            format!("{}变更 {} 号", if body.granted { "批准" } else { "不批准" }, body.of.0)
        }
        Event::NobodyLeft(body) => format!("{}一席没有符合条件的人，没有分案", body.seat.zh()),
        Event::ReconsiderationAsked(body) => format!("当事人申请复议，{}前决定", day_text(body.due)),
        Event::Reconsidered(body) => {
            format!("{} {} 号回避", if body.upheld { "复议后准许" } else { "维持原决定，不准许" }, body.judge.0)
        }
        Event::RecusalAsked(body) => format!("当事人申请 {} 号法官回避", body.judge.0),
        Event::RecusalDecided(body) => {
            format!("{} {} 号法官回避", if body.upheld { "准许" } else { "驳回申请，不准许" }, body.judge.0)
        }
        Event::Classified(body) => format!("定为{}", body.level.zh()),
        Event::Viewed(_) => "有权限的人员查阅了案卷，已留痕".to_owned(),
        _ => return None,
    })
}

fn of_hearing(event: &Event) -> Option<String> {
    Some(match event {
        Event::HearingScheduled(body) => {
            let mode = joined(&[(true, if body.online { "在线" } else { "到庭" }), (!body.public, "不公开")]);
            format!("定于 {} 开庭，{mode}", day_text(body.day))
        }
        Event::HearingAdjourned(body) => body.ground.clone(),
        Event::HearingHeld(body) => {
            let modes = joined(&[
                (true, if body.online { "在线庭审（云审）" } else { "到庭审理" }),
                (!body.public, "不公开开庭"),
                (body.broadcast, "互联网直播"),
                (body.recorded, "全程录像"),
            ]);
            format!("{modes}，{}", minutes(body.minutes))
        }
        Event::MediatorAccepted(body) => format!("调解员 {} 号接受委派", body.mediator),
        Event::MediationHeld(body) => {
            format!("{}，{}", if body.av { "在线音视频调解" } else { "现场调解" }, minutes(body.minutes))
        }
        _ => return None,
    })
}

fn of_closing(event: &Event) -> Option<String> {
    Some(match event {
        Event::Closed(body) => joined(&[
            (true, &format!("{}，{}", body.form.zh(), body.document.zh())),
            (body.in_court, "当庭宣判"),
            (body.qualified == Some(true), "终本各项条件齐备"),
            (body.qualified == Some(false), "终本条件有缺"),
        ]),
        Event::Effective(body) => format!("自 {} 起生效", day_text(body.on)),
        Event::AppealReceived(body) => if body.protest { "检察机关抗诉" } else { "当事人上诉" }.to_owned(),
        Event::FileSent(body) => format!("卷宗移送{}", court_name(body.to)),
        Event::AppealConcluded(body) => {
            let error = if body.error { "，认定原审有错误" } else { "" };
            format!("{}：{}{error}", court_name(body.above.court), body.outcome.zh())
        }
        Event::Published(body) => format!("第 {} 份，{}", body.nth, body.document.zh()),
        Event::Withheld(body) => body.ground.zh().to_owned(),
        Event::Disclosed(body) => {
            if body.effective { "已送达各方当事人" } else { "部分当事人未能触达" }.to_owned()
        }
        Event::AidDecided(body) if body.amount.0 == 0 => "不予救助".to_owned(),
        Event::AidDecided(body) => format!("决定救助 {}", body.amount),
        Event::AidPaid(body) => format!("{}", body.amount),
        _ => return None,
    })
}

fn of_enforcement(event: &Event) -> Option<String> {
    let found = |found: bool| if found { "发现财产" } else { "未发现财产" };
    Some(match event {
        Event::EnforcementNoticed(body) => {
            if body.report_order { "同时责令报告财产" } else { "发出执行通知书" }.to_owned()
        }
        Event::PropertyQueried(body) => {
            format!("{}，{}", if body.full { "全部查控项目已反馈" } else { "部分查控项目未反馈" }, found(body.found))
        }
        Event::PropertyInspected(body) => found(body.found).to_owned(),
        Event::PropertyControlled(body) => {
            format!("{}，估值 {}，期限至 {}", body.asset.zh(), body.value, day_text(body.until))
        }
        Event::MoneyCollected(body) => format!("到账 {}", body.amount),
        Event::DebtorRestricted(body) => {
            if body.listed { "限制高消费，并纳入失信被执行人名单" } else { "限制高消费" }.to_owned()
        }
        Event::ApplicantInterviewed(body) => {
            if body.agrees { "申请执行人同意终本" } else { "申请执行人不同意终本" }.to_owned()
        }
        Event::AdministratorAppointed(body) => format!("管理人名册 {} 号", body.administrator),
        Event::ClaimsAnnounced(body) => format!("债权申报至 {}", day_text(body.until)),
        Event::CreditorsVoted(body) => format!(
            "{}：出席 {} 人，同意 {} 人，{}",
            body.matter.zh(),
            count(i64::from(body.heads_present)),
            count(i64::from(body.heads_for)),
            if body.passed { "通过" } else { "未通过" }
        ),
        Event::EstateDistributed(body) => format!("分配 {}", body.amount),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_a_chinese_name() {
        for (kind, zh) in Event::KINDS.iter().chain(OfficeAct::KINDS) {
            assert_eq!(kind_zh(kind), *zh);
            assert!(!zh.is_ascii());
        }
        assert_eq!(kind_zh("new.kind.v9"), "new.kind.v9");
    }

    #[test]
    fn stored_bodies_are_told_in_words() {
        for (kind, body, told) in [
            (
                "hearing.held.v1",
                r#"{"broadcast":true,"minutes":95,"online":true,"public":true,"recorded":true}"#,
                "在线庭审（云审），互联网直播，全程录像，1 小时 35 分钟",
            ),
            ("case.closed.v1", r#"{"document":"judgment","form":"judged","in_court":true}"#, "判决，判决书，当庭宣判"),
            ("appeal.file_sent.v1", r#"{"to":2}"#, "卷宗移送辽宁省沈阳市中级人民法院"),
            (
                "appeal.concluded.v1",
                r#"{"above":{"court":2,"stream":9},"error":true,"outcome":"changed"}"#,
                "辽宁省沈阳市中级人民法院：改判，认定原审有错误",
            ),
            ("enforcement.collected.v1", r#"{"amount":1234500}"#, "到账 ¥12,345.00"),
            ("case.effective.v1", r#"{"on":"2020-03-02"}"#, "自 2020年3月2日 起生效"),
            ("office.liaison_held.v1", r#"{"participants":4}"#, "4 人次参加"),
            (
                "case.assigned.v1",
                r#"{"assessors":2,"due":"2020-09-02","judge":17,"panel":3,"procedure":"ordinary","rule":"D-100"}"#,
                "承办法官 17 号，合议庭 3 人，人民陪审员 2 人，普通程序，期限至 2020年9月2日",
            ),
        ] {
            assert_eq!(sentence(kind, body).as_deref(), Some(told));
        }
    }

    #[test]
    fn what_cannot_be_read_is_not_told() {
        assert_eq!(sentence("case.closed.v1", "{}"), None);
        assert_eq!(sentence("unheard.of.v1", "{}"), None);
        assert_eq!(sentence("case.archived.v1", "{}"), None);
    }
}
