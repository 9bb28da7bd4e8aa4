//! A complaint in short: parties, who acts, what is asked, the answers, and what it costs with every step.

use law::complaint::{
    Complaint, Party, ReliefAsked, ReliefGround, after, article, cause_of, consents, fee_of, guided, total,
};
use law::elements;
use law::fee::{Fee, Half, without_prepayment};
use law::life::codes::Relief;

use hall::page::{Block, Text};

fn parties(list: &[Party]) -> String {
    let name = |party: &Party| {
        if party.guardian.name.is_empty() {
            return party.name.clone();
        }
        let kin = party.guardian.kinship.map_or("", |kinship| kinship.zh());
        format!("{}（法定代理人{}，{kin}）", party.name, party.guardian.name)
    };
    list.iter().map(name).collect::<Vec<_>>().join("、")
}

/// The complaint in short.
pub fn summary(filled: &Complaint) -> Vec<Block> {
    let court = law::court::by_code(&filled.court).map_or("（未选）", |court| court.name);
    let claims = filled.claims.iter().zip(1..).map(|(claim, n)| {
        let amount = claim.amount.map(|amount| format!("，{amount}")).unwrap_or_default();
        format!("{n}. {}{amount}", claim.text)
    });
    let evidence = filled.evidence.iter().zip(1..).map(|(one, n)| format!("{n}. {}：{}", one.name, one.proves));
    let mut facts: Vec<(String, Text)> = vec![
        ("案由".to_owned(), filled.cause.as_str().into()),
        ("法院".to_owned(), court.into()),
        ("原告".to_owned(), parties(&filled.plaintiffs).into()),
        ("被告".to_owned(), parties(&filled.defendants).into()),
    ];
    let representing = filled.plaintiffs.iter().filter(|party| party.represents).map(|party| party.name.as_str());
    let representing: Vec<&str> = representing.collect();
    if !representing.is_empty() {
        facts.push(("诉讼代表人".to_owned(), representing.join("、").into()));
    }
    for agent in &filled.agents {
        facts.push(("代理人".to_owned(), agent.zh().into()));
    }
    if !filled.agent.is_empty() {
        facts.push(("代理人".to_owned(), filled.agent.as_str().into()));
    }
    let online: Vec<&str> = consents(filled).iter().map(|step| step.zh()).collect();
    let online = if online.is_empty() { "都不同意".to_owned() } else { online.join("、") };
    facts.extend([
        ("标的额".to_owned(), Text::from(total(filled).to_string()).looking("number")),
        ("送达地址".to_owned(), delivered(filled).into()),
        ("电子送达".to_owned(), if filled.electronic { "同意" } else { "不同意" }.into()),
        ("同意在线进行".to_owned(), online.into()),
        ("先行调解".to_owned(), if filled.mediation { "愿意" } else { "不愿意" }.into()),
    ]);
    let mut blocks = vec![Block::Facts("起诉状".to_owned(), facts)];
    blocks.push(Block::Prose("诉讼请求".to_owned(), claims.collect()));
    blocks.push(Block::Prose("事实与理由".to_owned(), filled.facts.split('\n').map(str::to_owned).collect()));
    blocks.push(Block::Prose("证据".to_owned(), evidence.collect()));
    let given = answered(filled);
    if !given.is_empty() {
        blocks.push(Block::Facts("问答".to_owned(), given));
    }
    blocks
}

fn delivered(filled: &Complaint) -> String {
    let delivery = &filled.delivery;
    let more = [("收件人", &delivery.recipient), ("邮箱", &delivery.email), ("短信", &delivery.phone)];
    let more = more.into_iter().filter(|(_, text)| !text.is_empty()).map(|(what, text)| format!("，{what} {text}"));
    std::iter::once(filled.address.clone()).chain(more).collect()
}

/// Each question that was put, and what was answered.
fn answered(filled: &Complaint) -> Vec<(String, Text)> {
    if !guided(filled) {
        return Vec::new();
    }
    let cause = cause_of(filled);
    elements::questions(cause)
        .filter_map(|question| {
            Some((question.ask.clone(), Text::from(elements::said(cause, question, &filled.answers)?)))
        })
        .collect()
}

/// A fee's steps as rows, its sum last.
pub fn fee_rows(fee: &Fee) -> Vec<(String, Text)> {
    let number = |fen: law::fen::Fen| Text::from(fen.to_string()).looking("number");
    let steps = fee.steps.iter().map(|step| {
        let what = match (step.part, step.rate) {
            (Some((from, to)), Some(rate)) => {
                format!("{from} 至 {to} 的部分，{}.{:02}%", rate / 100, rate % 100)
            }
            (Some((from, to)), None) => format!("{from} 至 {to} 的部分"),
            (None, _) => step.why.to_owned(),
        };
        (what, number(step.fee))
    });
    steps.chain([("案件受理费".to_owned(), number(fee.total))]).collect()
}

/// The fee with every step, what would halve it, and the relief that is asked for.
pub fn fee_block(filled: &Complaint) -> Vec<Block> {
    let Ok(fee) = fee_of(filled) else { return Vec::new() };
    let mut rows = fee_rows(&fee);
    let half = Text::from(law::fen::Fen(fee.total.0 / 2).to_string()).looking("number");
    for ground in [Half::Summary, Half::MediatedOrWithdrawn] {
        rows.push((format!("如果{}", ground.zh()), half.clone()));
    }
    let mut blocks = vec![Block::Facts(format!("诉讼费（{}，{}）", fee.scale.name, fee.scale.source), rows)];
    let cause = cause_of(filled).and_then(law::cause::cause);
    if cause.is_some_and(without_prepayment) {
        let told = "追索劳动报酬的案件可以不预交诉讼费（诉讼费用交纳办法第二十条）。";
        blocks.push(Block::Note("plain", vec![Text::from(told)]));
    }
    blocks.extend(filled.relief.as_ref().map(|asked| relief(asked, &fee)));
    blocks
}

fn relief(asked: &ReliefAsked, fee: &Fee) -> Block {
    let ground = asked.ground.map_or("", ReliefGround::zh);
    let mut rows: Vec<(String, Text)> = vec![
        ("申请".to_owned(), asked.kind.zh().into()),
        ("情形".to_owned(), ground.into()),
        ("证明".to_owned(), asked.proof.as_str().into()),
    ];
    if asked.kind == Relief::Reduce {
        rows.push(("申请减交".to_owned(), Text::from(format!("{}%", asked.percent)).looking("number")));
    }
    if asked.kind != Relief::Defer {
        let left = after(fee.total, Some(asked.kind), asked.percent);
        rows.push(("如果准许，应交".to_owned(), Text::from(left.to_string()).looking("number")));
    }
    Block::Facts(format!("诉讼费缓减免申请（{}）", article(asked.kind)), rows)
}
