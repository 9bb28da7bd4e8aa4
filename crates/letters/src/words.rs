//! What a letter says, in plain words: read from its entry when it is shown or sent, and kept nowhere.

use docket::entry::Entry;
use docket::store::StoreError;
use law::cause::cause;
use law::court;
use law::day::Day;
use law::ids::CourtId;
use law::life::event::{Assigned, Event};
use law::life::facts::CaseFacts;

use crate::Letters;
use crate::letter::Letter;
use crate::subject::Subject;

/// What a letter says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Words {
    /// What it is about.
    pub title: String,
    /// Name of the court.
    pub court: &'static str,
    /// Cause of the matter.
    pub cause: &'static str,
    /// What happened.
    pub what: String,
    /// What can or must be done now; empty for nothing.
    pub todo: &'static str,
    /// The day that matters and what it is.
    pub by: Option<(Day, &'static str)>,
    /// Statute.
    pub basis: &'static str,
    /// Where a drawn judge can be checked: the address of the draw on this site.
    pub draw: Option<String>,
    /// The case is not open: what leaves the house says no more than that there is a letter.
    pub discreet: bool,
}

/// A day in running text: `2020年3月2日`.
pub(crate) fn day_text(day: Day) -> String {
    let date = day.date();
    format!("{}年{}月{}日", date.year(), date.month(), date.day())
}

impl Letters {
    /// What a letter says.
    ///
    /// # Errors
    /// The storage's own, and [`StoreError::Missing`] when its entry is not there.
    pub async fn words(&self, letter: &Letter) -> Result<Words, StoreError> {
        let Letter { key, stream, .. } = letter;
        let entry = self.0.docket.entries(key.court, key.position, 1).await?.pop();
        let entry = entry.filter(|entry| entry.position == key.position && entry.stream == *stream);
        let entry = entry.ok_or_else(|| StoreError::Missing("通知所说的记录".to_owned()))?;
        let event = Event::read(&entry.kind, &entry.body).map_err(|fault| StoreError::Damaged(fault.to_string()))?;
        let facts = self.0.docket.facts(key.court, *stream).await?;
        Ok(words(letter, &entry, &event, facts.as_ref()))
    }
}

fn words(letter: &Letter, entry: &Entry, event: &Event, facts: Option<&CaseFacts>) -> Words {
    let court = name(letter.key.court);
    let cause = facts.and_then(|facts| facts.cause).and_then(cause).map_or("", |cause| cause.name);
    let (todo, basis) = duty(letter.subject);
    let draw = match event {
        Event::Assigned(Assigned { draw: Some(_), .. }) => {
            let code = court::court(entry.court).map_or("", |court| court.code);
            Some(format!("/draws/{code}/{}", entry.position))
        }
        _ => None,
    };
    Words {
        title: letter.subject.zh().to_owned(),
        court,
        cause,
        what: what(event, letter.subject, court),
        todo,
        by: letter.due.map(|due| (due, until(letter.subject))),
        basis,
        draw,
        discreet: facts.is_none_or(|facts| facts.secrecy > 0),
    }
}

fn name(court: CourtId) -> &'static str {
    court::court(court).map_or("法院", |court| court.name)
}

/// What the day of a letter is.
const fn until(subject: Subject) -> &'static str {
    match subject {
        Subject::Correction => "补正的最后一天",
        Subject::Fee => "交费的最后一天",
        Subject::Diverted => "调解期满",
        Subject::Refused => "今天收到裁定书的，上诉的最后一天",
        Subject::Hearing => "开庭",
        Subject::Relief => "缓交到期",
        _ => "期限",
    }
}

/// What happened, from the entry.
fn what(event: &Event, subject: Subject, court: &str) -> String {
    match event {
        Event::Received(intake) => match intake.papers.as_ref().and_then(|papers| papers.relayed) {
            Some(from) => format!("{}代收的起诉材料，已经转给{court}，由{court}审查。", name(from.court)),
            None => format!("{court}收到了您的起诉材料，从今天起审查。"),
        },
        Event::CorrectionAsked(body) => format!("材料有以下问题需要补正，一次全部告知：{}。", body.defects.join("；")),
        Event::Accepted(body) => format!("法院已经登记立案，案号 {}。", body.number),
        Event::FeeNoticed(body) => format!("应当预交诉讼费 {}，请在 {} 前交纳。", body.amount, day_text(body.due)),
        Event::FeePaid(body) => format!("已经登记交纳诉讼费 {}。", body.amount),
        Event::Refused(body) => format!("法院裁定不予受理。理由：{}", body.ground),
        Event::Returned => "没有在期限内补正，材料已经退回，并登记在册。".to_owned(),
        Event::Diverted(body) => format!("您同意先行调解，调解期到 {}。", day_text(body.due)),
        Event::Assigned(body) => assigned(body),
        Event::ReliefDecided(body) => match body.granted {
            Some(granted) => format!("法院准许{}。理由：{}", granted.zh(), body.reason),
            None => format!("法院没有准许缓交、减交或者免交诉讼费。理由：{}", body.reason),
        },
        Event::Explained(body) => format!("{}：{}", body.ground.zh(), body.text),
        Event::ComplaintAnswered(body) => format!("答复：{}", body.text),
        Event::RecusalDecided(body) | Event::Reconsidered(body) => {
            let decided = if body.upheld { "应当回避，不再参加本案审理" } else { "不需要回避" };
            format!("院长决定：{} 号法官{decided}。理由：{}", body.judge.0, body.reason)
        }
        Event::HearingScheduled(body) => {
            let way = if body.online { "网上开庭" } else { "到法院开庭" };
            let open = if body.public { "公开" } else { "不公开" };
            format!("{} {way}，{open}审理。", day_text(body.day))
        }
        Event::HearingAdjourned(body) => format!("开庭延期。理由：{}", body.ground),
        Event::FileSent(body) => format!("上诉案卷已经移送{}。", name(body.to)),
        Event::Closed(body) => format!("结案方式：{}。", body.form.zh()),
        Event::Reopened => "调解没有成功，法院转为立案审查，不用再交一次材料。".to_owned(),
        _ => format!("{}。", subject.zh()),
    }
}

/// Who was given the case, and how.
fn assigned(body: &Assigned) -> String {
    let how = match (&body.named, &body.draw) {
        (Some(named), _) => format!("经院长批准指定（{}）", named.ground.zh()),
        (None, Some(_)) => "由抽签确定".to_owned(),
        (None, None) => "由法院确定".to_owned(),
    };
    let change =
        body.change.as_ref().map_or_else(String::new, |change| format!("变更的原因：{}。", change.ground.zh()));
    let bench = match (body.panel, body.assessors) {
        (1, _) => "一名法官独任审理".to_owned(),
        (panel, 0) => format!("合议庭 {panel} 人"),
        (panel, assessors) => format!("合议庭 {panel} 人，其中人民陪审员 {assessors} 人"),
    };
    format!("{how}：{} 号法官承办，{}，{bench}。{change}", body.judge.0, body.procedure.zh())
}

/// What can or must be done, and the statute.
const fn duty(subject: Subject) -> (&'static str, &'static str) {
    use Subject as S;
    match subject {
        S::Received => (
            "请保存回执。法院七日内立案，或者一次告知要补正的内容，或者裁定不予受理。",
            "民事诉讼法（2017）第一百二十三条；登记立案规定（2015）第二条、第八条",
        ),
        S::Correction => ("只改通知里问到的内容，其他不用重填。过期不补的，材料退回。", "登记立案规定（2015）第七条"),
        S::Resubmitted => ("七日的审查期从收到的第二天起重新计算，请等待结果。", "登记立案规定（2015）第七条"),
        S::Registered => ("请等待交费通知和承办法官的确定。", "民事诉讼法（2017）第一百二十三条"),
        S::Fee => (
            "交费后请登记缴费凭证号。过期不交，又没有申请缓交、减交、免交的，按撤诉处理。",
            "诉讼费用交纳办法（2006）第二十二条；民诉法解释（2020）第二百一十三条",
        ),
        S::Paid => ("请保存缴费凭证。", "诉讼费用交纳办法（2006）第二十二条"),
        S::Refused => (
            "不服的，可以从收到裁定书的第二天起十日内，向上一级法院上诉；期限以实际收到之日起算。",
            "民事诉讼法（2017）第一百二十三条、第一百六十四条",
        ),
        S::Returned => ("材料补齐后可以再次提交；坚持起诉的，法院会作出裁定。", "登记立案规定（2015）第七条"),
        S::Diverted => ("请留意调解员的联系。调解不成的，法院转为立案审查。", "特邀调解规定（2016）第二十七条"),
        S::Reopened => ("请等待立案审查的结果。", "特邀调解规定（2016）第二十一条"),
        S::Drawn | S::Reassigned => (
            "您可以自己再抽一遍核对。认为法官应当回避的，可以申请回避。",
            "民事诉讼法（2017）第四十五条、第一百二十八条",
        ),
        S::RecusalUpheld => ("法院会重新抽签，结果另行通知。", "民事诉讼法（2017）第四十四条、第四十六条"),
        S::RecusalDenied => ("不服的，可以在接到决定时申请复议一次。", "民事诉讼法（2017）第四十七条"),
        S::Hearing => (
            "请准时参加。无正当理由不到庭的，可能按撤诉处理或者缺席判决。",
            "民事诉讼法（2017）第一百三十六条、第一百四十三条",
        ),
        S::Adjourned => ("新的开庭时间另行通知。", "民事诉讼法（2017）第一百四十六条"),
        S::Transferred => ("收到案件的法院会另行通知，不用再起诉。", "民事诉讼法（2017）第三十六条"),
        S::FileSent => ("上级法院立案后会另行通知。", "民事诉讼法（2017）第一百六十七条"),
        S::Relief => ("交费的数额和期限以交费通知为准。", "诉讼费用交纳办法（2006）第四十四条至第四十九条"),
        S::Explained => ("可以按释明改变请求；坚持起诉的，法院会作出裁定。", "登记立案规定（2015）第七条、第九条"),
        S::Answered => ("对答复仍不满意的，可以拨打 12368 或者向上一级法院反映。", "登记立案规定（2015）第十三条"),
        S::Reconsidered => ("复议决定是最终的，不影响本案继续审理。", "民事诉讼法（2017）第四十七条"),
        S::Closed => ("裁判文书会送达给您；期限从收到之日起算。", "民事诉讼法（2017）第一百四十八条"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_subject_says_what_to_do_and_why() {
        for subject in Subject::ALL.iter().copied() {
            let (todo, basis) = duty(subject);
            assert!(todo.ends_with('。') && basis.contains('第'), "{subject:?}");
            assert!(until(subject).chars().count() >= 2);
        }
    }
}
