//! Forms of what the registry does before and after a suit is registered: correction, advice, refusal, relief, the unpaid fee,
//! complaints about it.

use court::filing::Matter;
use law::complaint::{Complaint, ReliefGround, article};
use law::day::Day;
use law::life::codes::{RefusalGround, Relief, State as Phase};
use permit::Action;

use hall::form::{Field, Form, Kind};
use hall::gate::Who;
use hall::may::upon;

/// Forms of a filing that is being examined.
pub fn examined(matter: &Matter, filled: Option<&Complaint>, who: &Who, here: &str, add: &mut impl FnMut(Form)) {
    let may = |action| upon(who, action, matter, false).is_ok();
    let case = &matter.case;
    if let (Some(plea), None, true) = (case.relief().0, case.relief().1, may(Action::DecideRelief)) {
        add(relief(filled, plea.kind, here, who));
    }
    if may(Action::Accept) {
        add(Form::new(format!("{here}/accept"), who.csrf(), "登记立案")
            .warning("立案后自动取得案号并通知当事人交费，不能撤回。"));
    }
    let own = case.correction_proposed().is_some_and(|body| body.by == who.account());
    if let (Some(body), true) = (case.correction_proposed(), upon(who, Action::ApproveCorrection, matter, own).is_ok())
    {
        add(Form::new(format!("{here}/approve-correction"), who.csrf(), "批准再次通知补正")
            .titled(format!("提请再次通知补正：{}", body.defects.join("；")))
            .warning(format!("理由：{}。批准后立即通知当事人。", body.reason)));
    }
    if may(Action::DivertToMediation) && filled.is_some_and(|filled| filled.mediation) {
        add(Form::new(format!("{here}/divert"), who.csrf(), "转诉前调解")
            .warning("原告已经同意先行调解。调解期三十日，从今天起算；不成就转回立案审查。")
            .quiet());
    }
    if may(Action::AskCorrection) {
        add(Form::new(format!("{here}/explain"), who.csrf(), "发出释明")
            .titled("可能不能立案的，先释明")
            .with(Field::new("code", "事由", Kind::Select(grounds())).needed())
            .with(Field::new("text", "写给当事人的话", Kind::Text(3)).hint("不写就用该事由的通用说明。"))
            .quiet());
    }
    refused(matter, who, here, add);
}

/// A refusal by ruling, while it is examined and after the papers were sent back and the plaintiff insists.
pub fn refused(matter: &Matter, who: &Who, here: &str, add: &mut impl FnMut(Form)) {
    if upon(who, Action::RefuseFiling, matter, false).is_err() {
        return;
    }
    add(Form::new(format!("{here}/refuse"), who.csrf(), "裁定不予受理")
        .titled("不符合起诉条件、当事人坚持起诉的")
        .with(Field::new("code", "事由", Kind::Select(grounds())).needed())
        .with(Field::new("ground", "具体理由", Kind::Text(3)).hint("至少十个字。").needed())
        .warning("裁定作出后当事人可以上诉，不能撤回。")
        .quiet());
}

fn grounds() -> Vec<(String, String)> {
    let all =
        RefusalGround::ALL.iter().map(|one| (one.word().to_owned(), format!("{}（{}）", one.zh(), one.article())));
    std::iter::once((String::new(), "请选择".to_owned())).chain(all).collect()
}

fn relief(filled: Option<&Complaint>, asked: Relief, here: &str, who: &Who) -> Form {
    let plea = filled.and_then(|filled| filled.relief.as_ref());
    let why = plea.map_or_else(String::new, |plea| {
        format!("情形：{}。证明：{}。", plea.ground.map_or("", ReliefGround::zh), plea.proof)
    });
    let mut options = vec![("none".to_owned(), "不准许".to_owned())];
    options.extend(Relief::ALL.iter().map(|kind| (kind.word().to_owned(), format!("准许{}", kind.zh()))));
    let percent = plea.filter(|plea| plea.percent > 0).map(|plea| plea.percent.to_string()).unwrap_or_default();
    Form::new(format!("{here}/relief"), who.csrf(), "作出决定")
        .titled(format!("当事人申请{}诉讼费（{}）", asked.zh(), article(asked)))
        .with(Field::new("granted", "决定", Kind::Choice(options)).holding(asked.word()))
        .with(
            Field::new("percent", "减交百分之几", Kind::Line("numeric", "off"))
                .hint("30 至 99。")
                .holding(percent)
                .when("granted=reduce"),
        )
        .with(Field::new("until", "缓交到哪一天", Kind::Day).when("granted=defer"))
        .with(Field::new("reason", "理由", Kind::Text(2)).hint(why).needed())
        .warning("立案以前决定，只决定一次；交费通知按决定计算。")
}

/// Forms of a matter in any state: the unpaid fee, an open complaint.
pub fn besides(matter: &Matter, who: &Who, here: &str, today: Day, add: &mut impl FnMut(Form)) {
    let may = |action| upon(who, action, matter, false).is_ok();
    let running = matches!(matter.case.state(), Phase::Registered | Phase::Assigned);
    if running && matter.case.fee_lapsed(today) && may(Action::DeemWithdrawn) {
        add(Form::new(format!("{here}/deem-withdrawn"), who.csrf(), "裁定按撤诉处理")
            .titled("诉讼费逾期没有交纳")
            .warning("没有准许缓减免，交费期限已过（诉讼费用交纳办法第二十二条）。裁定后结案，不能撤回。")
            .quiet());
    }
    if let (Some(due), true) = (matter.case.complaint_due(), may(Action::AnswerComplaint)) {
        add(Form::new(format!("{here}/answer"), who.csrf(), "答复投诉")
            .titled("当事人对立案提出投诉")
            .with(Field::new("text", "处理结果和理由", Kind::Text(3)).needed())
            .warning(format!("最晚 {due} 答复（登记立案规定第十三条）。")));
    }
}
