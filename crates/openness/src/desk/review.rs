//! The review: the original and what would be public side by side, every span with what was decided, both check lists.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Html;
use court::publication::Stage;
use frame::fault::Fault;
use frame::format::{day_text, moment};
use frame::shell::{Frame, Shell, render};
use hall::form::{Field, Form, Kind};
use hall::gate::Who;
use hall::page::{Block, Text};
use hall::state::Door;
use law::day::Moment;
use law::life::codes::Recall;
use redact::Edition;

use super::{Opened, crumbs, documents, seen};
use crate::facts::due;
use crate::sheet::{Checks, Ending, Span, Verdict};
use crate::shown::{Piece, around, sides};
use crate::terms::{CLASSES, REASONS, class, rule, word_of};

/// A span in the list.
struct Row {
    id: u32,
    nth: usize,
    original: String,
    now: String,
    class: &'static str,
    rule: &'static str,
    why: &'static str,
    confidence: u8,
    verdict: &'static str,
    told: &'static str,
    by_hand: bool,
}

#[derive(Template)]
#[template(path = "review.html")]
struct ReviewPage {
    shell: Shell,
    title: String,
    lede: String,
    crumbs: Vec<Text>,
    here: String,
    csrf: String,
    version: i64,
    masks: bool,
    left: Vec<Piece>,
    right: Vec<Piece>,
    rows: Vec<Row>,
    open: usize,
    flags: Vec<(String, &'static str)>,
    still_there: Vec<(String, &'static str)>,
    lost: Vec<String>,
    classes: Vec<(&'static str, &'static str)>,
    said: Vec<(String, String, String)>,
    blocks: Vec<Block>,
}

/// `GET /desk/{code}/{stream}/judgments/{nth}`.
pub async fn show(
    State(door): State<Door>,
    frame: Frame,
    who: Who,
    Path((code, stream, nth)): Path<(String, i64, i64)>,
) -> Result<Html<String>, Fault> {
    let opened = seen(&door, &who, (&code, stream, nth)).await?;
    let (facts, sheet, text) = (&opened.matter.case.facts, &opened.sheet, &opened.paper.text);
    let checks = sheet.checks(text);
    let masked = sheet.masked(text);
    let (left, right) = sides(text, sheet);
    let mut crumbs = crumbs(&who, &opened.matter);
    crumbs.push(Text::link("本案的文书", documents(facts)));
    let title = opened.title();
    let page = ReviewPage {
        shell: frame.shell(title.clone()),
        title,
        lede: lede(&opened, &door),
        crumbs,
        here: opened.address(),
        csrf: who.csrf().to_owned(),
        version: opened.paper.version,
        masks: opened.masks(&who),
        left,
        right,
        rows: (1..).zip(&sheet.spans).map(|(nth, span)| row(nth, span, text)).collect(),
        open: sheet.open(),
        flags: sheet.flags.iter().map(|flag| (place(text, flag.start, flag.end), flag.reason.zh())).collect(),
        still_there: checks.left.iter().map(|one| (around(&masked, one.start, one.end), class(one.class))).collect(),
        lost: checks
            .lost
            .iter()
            .map(|one| format!("{}：原有 {} 处，还有 {} 处", one.phrase, one.before, one.after))
            .collect(),
        classes: CLASSES.iter().map(|(_, word, zh)| (*word, *zh)).collect(),
        said: said(&opened),
        blocks: acts(&opened, &who, &checks),
    };
    render(&page)
}

fn place(text: &str, start: usize, end: usize) -> String {
    if end == 0 { "全文".to_owned() } else { around(text, start, end) }
}

fn lede(opened: &Opened, door: &Door) -> String {
    let edition = match opened.sheet.options.edition {
        Edition::Rules2016 => "按2016年规定隐名",
        Edition::Practice2024 => "按2024年起较严的做法隐名",
    };
    let due = due(&opened.matter.case.facts, door.now().day()).or(opened.paper.due);
    let due = due.map_or_else(String::new, |day| format!("，最晚 {} 公布", day_text(day)));
    format!("{}，{edition}，来自{}{due}。", opened.paper.stage.zh(), opened.sheet.source.form.zh())
}

fn row(nth: usize, span: &Span, text: &str) -> Row {
    let (verdict, told) = match span.verdict {
        Verdict::Open => ("open", "未定"),
        Verdict::Kept => ("kept", "采用"),
        Verdict::Dropped => ("dropped", "不改"),
    };
    let (code, why) = rule(span.edit.rule);
    Row {
        id: span.id,
        nth,
        original: text.get(span.edit.start..span.edit.end).unwrap_or("").replace('\n', " "),
        now: span.edit.replacement.clone(),
        class: class(span.edit.class),
        rule: code,
        why,
        confidence: span.edit.confidence,
        verdict,
        told,
        by_hand: span.proposed.as_ref().is_none_or(|proposed| *proposed != span.edit.replacement),
    }
}

fn said(opened: &Opened) -> Vec<(String, String, String)> {
    let name = |upon: &str| if upon == "back" { "退回" } else { "送审" };
    let one = |said: &crate::sheet::Said| {
        (moment(Moment(said.at)), format!("{} 号{}", said.by, name(&said.upon)), said.text.clone())
    };
    opened.sheet.said.iter().map(one).collect()
}

/// What can be done with it now.
fn acts(opened: &Opened, who: &Who, checks: &Checks) -> Vec<Block> {
    let here = opened.address();
    let form = |act: &str, button: &str| {
        Form::new(format!("{here}/{act}"), who.csrf(), button)
            .with(Field::hidden("version", opened.paper.version.to_string()))
    };
    let mut blocks = Vec::new();
    if opened.masks(who) {
        blocks.push(Block::Form(Box::new(sending(opened, checks, form("send", "送审核")))));
    }
    let proposal = match opened.sheet.ending {
        Ending::Full => "公布处理后的全文".to_owned(),
        Ending::Stub(reason) => format!("只公布案号、法院、日期和理由：{}", reason.text()),
    };
    if opened.paper.stage == Stage::Review {
        blocks.push(Block::Facts("送审的意见".to_owned(), vec![("公布方式".to_owned(), Text::from(proposal.clone()))]));
    }
    if opened.checks(who) {
        let publishes = form("publish", if opened.sheet.ending == Ending::Full { "公布" } else { "公布案号等信息" })
            .titled("审核通过")
            .warning("公布后人人可看，文本的摘要记入本院日志，不能抹去；发现有误的，应当立即撤回。");
        blocks.push(Block::Form(Box::new(publishes)));
        let returns = form("back", "退回修改")
            .titled("还要改")
            .with(Field::new("words", "意见", Kind::Text(3)).hint("写清哪里要改、怎样改。").needed())
            .quiet();
        blocks.push(Block::Form(Box::new(returns)));
    } else if opened.paper.stage == Stage::Review && opened.own(who) {
        blocks.push(Block::Note("plain", vec![Text::from("这份文书由您处理，要由另一人审核后公布。")]));
    }
    if opened.paper.stage.is_public() {
        let public = crate::public::address(&opened.matter.case.facts, opened.paper.nth);
        blocks.push(Block::Links(vec![Text::link("看公布的页面", public)]));
    }
    if opened.recalls(who) {
        let grounds = Recall::ALL.iter().map(|one| (one.word().to_owned(), one.zh().to_owned())).collect();
        let recalls = form("recall", "撤回")
            .titled("撤回")
            .with(Field::new("ground", "事由", Kind::Select(grounds)).holding(Recall::Masking.word()))
            .warning("撤回后公开页面立即不再显示文本，改好、审核后可以重新公布。")
            .quiet();
        blocks.push(Block::Form(Box::new(recalls)));
    }
    blocks
}

/// The form that hands it on.
fn sending(opened: &Opened, checks: &Checks, form: Form) -> Form {
    let mut options = vec![("full".to_owned(), "公布处理后的全文".to_owned())];
    options
        .extend(REASONS.iter().map(|(word, reason, _)| ((*word).to_owned(), format!("不公布全文：{}", reason.text()))));
    let chosen = match opened.sheet.ending {
        Ending::Full => "full",
        Ending::Stub(reason) => word_of(reason),
    };
    let hint = if checks.hold() {
        "没有要说明的，可以不填。"
    } else {
        "核对清单里没过的，确实无误才写清为什么。"
    };
    let mut form = form
        .titled("处理好了")
        .with(Field::new("ending", "怎样公布", Kind::Select(options)).holding(chosen))
        .with(Field::new("words", "写给审核人的说明", Kind::Text(3)).hint(hint));
    if !opened.sheet.flags.is_empty() {
        form = form.with(Field::new("looked", "标出的疑点都已核对", Kind::Tick));
    }
    form.warning("送出后由另一人审核；审核人可以公布，也可以写明意见退回。")
}
