//! One filing at the desk: the complaint, the check list, what happened, and the acts the law allows now.

use axum::extract::{Path, State};
use axum::response::Html;
use court::filing::Matter;
use frame::fault::Fault;
use frame::shell::Frame;
use law::complaint::{Complaint, REASONS, check};
use law::ids::Stream;
use law::life::codes::{NamingGround, Procedure, Secrecy, State as Phase};
use permit::Action;

use super::list::number;
use crate::filing::draft::{complaint, fee_block, summary};
use crate::filing::status::{court_of, registry_due, story};
use crate::form::{Field, Form, Kind};
use crate::gate::{Who, escaped, not_done};
use crate::may::upon;
use crate::page::{Block, Page, Table, Text};
use crate::state::Door;

/// A matter, whoever may look at it.
pub async fn load(door: &Door, code: &str, stream: i64) -> Result<Matter, Fault> {
    let found = Matter::load(door.docket(), court_of(code)?, Stream(stream)).await.map_err(not_done)?;
    found.ok_or_else(|| Fault::NotFound("没有这个案卷".to_owned()))
}

/// `GET /desk/{code}/{stream}`.
pub async fn show(
    State(door): State<Door>,
    frame: Frame,
    who: Who,
    Path((code, stream)): Path<(String, i64)>,
) -> Result<Html<String>, Fault> {
    let matter = load(&door, &code, stream).await?;
    upon(&who, Action::ViewFiling, &matter, false)?;
    if matter.case.facts.secrecy != Secrecy::Open.code() {
        super::acts::look(&door, &who, &matter).await?;
    }
    let here = format!("/desk/{}/{stream}", escaped(&code));
    let filled = matter.complaint.as_deref().map(complaint);
    let title = match matter.case.facts.serial {
        Some(_) => number(&matter.case.facts),
        None => "立案审查".to_owned(),
    };
    let today = door.now().day();
    let due = if matter.case.state() == Phase::Received {
        format!("，最晚 {} 办结", registry_due(&matter, today))
    } else {
        String::new()
    };
    let lede = format!("{}{due}", matter.case.state().zh());
    let mut page = Page::new(title, lede).under([Text::link("立案工作台", "/desk")]);
    if let Some(filled) = &filled {
        page = page.with(Block::Table(checklist(filled, &door)));
    }
    page = page.and(acts(&matter, filled.as_ref(), &who, &here));
    page = match &filled {
        Some(filled) => page.and(summary(filled)).and(fee_block(filled)),
        None => page,
    };
    page.with(Block::Steps("经过".to_owned(), story(&matter, today))).render(&frame)
}

/// The machine's proposal, item by item (services §2.2); the clerk decides.
fn checklist(filled: &Complaint, door: &Door) -> Table {
    let defects = check(filled, door.now().day());
    let rows = REASONS.iter().filter(|(code, _)| *code != "R12" && *code != "R99").map(|(code, zh)| {
        let own: Vec<&str> = defects.iter().filter(|one| one.code == *code).map(|one| one.sentence.as_str()).collect();
        let by_eye = matches!(*code, "R06" | "R09" | "R10");
        let (verdict, look) = match (own.is_empty(), by_eye) {
            (false, _) => (own.join("；"), "overdue"),
            (true, true) => ("请核对".to_owned(), "muted"),
            (true, false) => ("符合".to_owned(), "good"),
        };
        vec![Text::from(*code), Text::from(*zh), Text::from(verdict).looking(look)]
    });
    Table {
        title: "审查清单".to_owned(),
        heads: vec!["代码", "可能的欠缺", "系统核对"],
        rows: rows.collect(),
        ..Table::default()
    }
}

/// Forms of the acts that the law and the policies allow now.
fn acts(matter: &Matter, filled: Option<&Complaint>, who: &Who, here: &str) -> Vec<Block> {
    let may = |action| upon(who, action, matter, false).is_ok();
    let mut blocks = Vec::new();
    let mut add = |form: Form| blocks.push(Block::Form(Box::new(form)));
    let case = &matter.case;
    match case.state() {
        Phase::Received => {
            if may(Action::Accept) {
                add(Form::new(format!("{here}/accept"), who.csrf(), "登记立案")
                    .warning("立案后自动取得案号并通知当事人交费，不能撤回。"));
            }
            if may(Action::AskCorrection) && case.facts.corrections == 0 {
                add(correction(here, who));
            }
            if may(Action::DivertToMediation) && filled.is_some_and(|filled| filled.mediation) {
                add(Form::new(format!("{here}/divert"), who.csrf(), "转诉前调解").quiet());
            }
            if may(Action::RefuseFiling) {
                add(Form::new(format!("{here}/refuse"), who.csrf(), "裁定不予受理")
                    .titled("不符合起诉条件的")
                    .with(Field::new("ground", "理由和依据", Kind::Text(3)).needed())
                    .warning("裁定作出后当事人可以上诉，不能撤回。")
                    .quiet());
            }
        }
        Phase::Correcting if may(Action::ReturnFiling) => {
            add(Form::new(format!("{here}/return"), who.csrf(), "退回材料").warning("补正期限届满才能退回。").quiet());
        }
        Phase::Diverted if may(Action::Accept) => {
            add(Form::new(format!("{here}/reopen"), who.csrf(), "调解不成，转立案审查").quiet());
        }
        Phase::Registered => assigning(matter, who, here, &mut add),
        Phase::Assigned => recusing(matter, who, here, &mut add),
        _ => {}
    }
    if may(Action::MarkSecrecy) {
        let levels = Secrecy::ALL.iter().map(|level| (level.word().to_owned(), level.zh().to_owned()));
        add(Form::new(format!("{here}/classify"), who.csrf(), "确定密级")
            .titled("密级")
            .with(
                Field::new("level", "密级", Kind::Select(levels.collect()))
                    .holding(Secrecy::from_code(case.facts.secrecy).map_or("open", Secrecy::word)),
            )
            .with(Field::line("ground", "依据").needed())
            .quiet());
    }
    blocks
}

fn correction(here: &str, who: &Who) -> Form {
    let mut form = Form::new(format!("{here}/correction"), who.csrf(), "发出补正通知")
        .titled("一次告知全部要补正的内容")
        .warning("补正只能通知一次（登记立案规定第七条），请一次写全。")
        .quiet();
    for (code, zh) in REASONS {
        form = form.with(Field::new(format!("code-{code}"), format!("{code} {zh}"), Kind::Tick));
    }
    form.with(
        Field::new("reason", "具体说明", Kind::Text(4))
            .hint("写给当事人看：哪里不对，怎样改，至少十个字。一行一项。")
            .needed(),
    )
}

/// Procedures one may assign under.
fn procedures() -> Field {
    let all = [Procedure::Summary, Procedure::SmallClaim, Procedure::Ordinary];
    let options = all.iter().map(|one| (one.word().to_owned(), one.zh().to_owned()));
    Field::new("procedure", "程序", Kind::Select(options.collect())).holding("summary")
}

fn assigning(matter: &Matter, who: &Who, here: &str, add: &mut impl FnMut(Form)) {
    let may = |action, own| upon(who, action, matter, own).is_ok();
    if may(Action::Draw, false) {
        add(Form::new(format!("{here}/draw"), who.csrf(), "抽签分案")
            .titled("抽签确定承办法官")
            .with(procedures())
            .warning("抽签结果立即封存并通知当事人，承办法官一经确定不得擅自变更。"));
    }
    let naming = matter.case.naming();
    match naming {
        None if may(Action::ProposeDesignation, false) => {
            let grounds = NamingGround::ALL.iter().map(|one| (one.word().to_owned(), one.zh().to_owned()));
            add(Form::new(format!("{here}/propose"), who.csrf(), "提请指定")
                .titled("指定分案（例外）")
                .with(Field::new("ground", "事由", Kind::Select(grounds.collect())))
                .with(Field::new("judge", "指定的法官编号", Kind::Line("numeric", "off")).needed())
                .with(Field::new("reason", "具体理由", Kind::Text(3)).hint("至少十个字。").needed())
                .quiet());
        }
        Some(naming) if may(Action::ApproveDesignation, naming.proposer == who.account()) => {
            add(Form::new(format!("{here}/approve"), who.csrf(), "批准指定")
                .titled(format!("提请指定 {} 号法官：{}", naming.judge.0, naming.reason))
                .with(procedures())
                .warning("批准后立即分案，同时封存“如果抽签会是谁”，并告知当事人。"));
        }
        _ => {}
    }
}

fn recusing(matter: &Matter, who: &Who, here: &str, add: &mut impl FnMut(Form)) {
    let may = |action| upon(who, action, matter, false).is_ok();
    if let (Some(judge), true) = (matter.case.recusal(), may(Action::DecideRecusal)) {
        let options = [("1", "准许回避"), ("", "不准许")].map(|(value, zh)| (value.to_owned(), zh.to_owned()));
        add(Form::new(format!("{here}/recusal"), who.csrf(), "作出决定")
            .titled(format!("当事人申请 {} 号法官回避", judge.0))
            .with(Field::new("upheld", "决定", Kind::Choice(options.to_vec())).holding("1"))
            .with(Field::new("reason", "理由", Kind::Text(3)).needed())
            .warning("三日内决定；准许的，重新抽签。"));
    }
    if matter.case.vacant() && may(Action::Draw) {
        add(Form::new(format!("{here}/draw"), who.csrf(), "重新抽签")
            .titled("承办法官已经回避，重新抽签")
            .with(procedures())
            .warning("抽签结果立即封存并通知当事人。"));
    }
}
