//! What a suit or an application costs, reckoned for anybody (诉讼费计算): every step is shown. Nothing is kept.

use axum::response::Html;
use frame::fault::Fault;
use frame::shell::Frame;
use law::fee::{Half, fee, scales};
use law::fen::Fen;

use super::steps::money;
use super::summary::fee_rows;
use hall::form::{Field, Kind};
use hall::gate::Asked;
use hall::page::{Block, Page, Text};

const HALVES: [(&str, Half); 3] =
    [("summary", Half::Summary), ("mediated", Half::MediatedOrWithdrawn), ("counterclaim", Half::Counterclaim)];

/// `GET /service/fee`.
pub async fn show(frame: Frame, Asked(query): Asked) -> Result<Html<String>, Fault> {
    let (kind, amount, half) = (query.text("kind"), query.text("amount"), query.text("half"));
    let kinds = scales().iter().map(|scale| (scale.id.clone(), scale.name.clone())).collect();
    let halves = HALVES.iter().map(|(word, half)| ((*word).to_owned(), half.zh().to_owned()));
    let halves = std::iter::once((String::new(), "不减半".to_owned())).chain(halves).collect();
    let shown = if kind.is_empty() { "property" } else { kind };
    let asks = vec![
        Field::new("kind", "哪一类", Kind::Select(kinds)).holding(shown),
        Field::new("amount", "金额（元），没有的不填", Kind::Line("decimal", "off")).holding(amount),
        Field::new("half", "减半", Kind::Select(halves)).holding(half),
    ];
    let page =
        Page::new("诉讼费计算", "按《诉讼费用交纳办法》第十三条至第十八条计算，每一步都列出来。这里不保存您填的内容。")
            .narrow()
            .under([Text::link("办事", "/service")])
            .with(Block::Ask(asks));
    let page = if kind.is_empty() { page } else { page.and(reckoned(kind, amount, half)) };
    page.with(Block::Note("plain", told())).render(&frame)
}

fn told() -> Vec<Text> {
    [
        "特别程序案件，裁定不予受理、驳回起诉、驳回上诉的案件，对这些裁定的上诉，以及行政赔偿案件，不交受理费（第八条）。",
        "上诉的财产案件按不服的那一部分计算（第十七条）。",
        "确有困难的，立案时可以申请缓交、减交、免交（第四十四条至第四十八条）；追索劳动报酬可以不预交（第二十条）。",
    ]
    .map(Text::from)
    .into()
}

/// The steps, or everything that cannot be reckoned with.
fn reckoned(kind: &str, amount: &str, half: &str) -> Vec<Block> {
    let mut wrong = Vec::new();
    let scale = law::fee::scale(kind);
    if scale.is_none() {
        wrong.push("没有这一类收费，请从列表里选一类。");
    }
    let read = if amount.is_empty() { Some(Fen::ZERO) } else { money(amount) };
    if read.is_none() {
        wrong.push("金额只写数字，最多两位小数，例如 12345.60。");
    }
    let halved = HALVES.iter().find(|(word, _)| *word == half).map(|(_, half)| *half);
    if halved.is_none() && !half.is_empty() {
        wrong.push("减半的情形只有列出的几种。");
    }
    let charged = scale.is_some_and(|scale| !scale.bands.is_empty() || !scale.like.is_empty());
    if scale.is_some() && !charged && read.is_some_and(|amount| amount > Fen::ZERO) {
        wrong.push("这一类按件收费，不看金额；请不填金额。");
    }
    let asked = read.filter(|amount| *amount > Fen::ZERO);
    match fee(kind, asked, halved.as_slice()) {
        Ok(fee) if wrong.is_empty() => {
            vec![Block::Facts(format!("{}（{}）", fee.scale.name, fee.scale.source), fee_rows(&fee))]
        }
        Err(_) if wrong.is_empty() => {
            vec![Block::Note("warn", vec![Text::from("金额太大，算不出来；请核对后重新填写。")])]
        }
        _ => vec![Block::Note("warn", wrong.into_iter().map(Text::from).collect())],
    }
}
