//! Words that the pages use, each in a sentence or two.

use askama::Template;
use axum::response::Html;

use crate::fault::Fault;
use crate::shell::{Frame, Shell, render};

#[derive(Template)]
#[template(path = "glossary.html")]
struct GlossaryPage {
    shell: Shell,
    terms: &'static [(&'static str, &'static str)],
}

/// Term and meaning.
pub(crate) const TERMS: &[(&str, &str)] = &[
    ("受理", "旧存加新收：期初尚未结案的，加上期内立案的。全年的受理不等于各月受理之和。"),
    ("新收", "立案日在期内的案件。"),
    ("旧存", "期初已经立案、尚未结案的案件。"),
    ("审结", "结案日在期内的案件，不问立案在哪一年。"),
    ("未结", "受理减审结。本期的未结就是下期的旧存。"),
    ("结案率", "审结除以受理，百分数保留两位小数，四舍五入。"),
    ("百分点", "两个百分数之差。93.48% 到 94.79% 是上升 1.31 个百分点。"),
    ("审限", "法律规定的审理期限。扣除的日数不计入，经批准可以延长。"),
    ("超期", "最后一日已过而没有结案。页面上用朱红色标出。"),
    ("终本", "终结本次执行程序：穷尽措施后确无财产可供执行，程序先行终结，发现财产可以恢复。"),
    ("四项核心指标", "有财产案件法定期限内执结、无财产案件终本合格、执行信访办结、执行整体结案四项比率。"),
    ("云审", "在互联网庭审平台上进行的庭审。"),
    ("诉前调解", "立案之前委派调解员调解，不计入收案。"),
    ("记录", "法院每做一件事就写下的一条，只增不改，按次序封存。"),
    ("卷宗流", "一件案件的全部记录，以开卷的那一条记录的序号为名。"),
    ("树根", "把全部记录的哈希两两合并得到的一个数。任何一条记录改动，它都会不同。"),
    ("树头", "树根、条数和时间，由法院以 SM2 签名。"),
    ("回执", "一条记录、它的包含证明和签名树头。拿着它，不靠本站也能证明记录在案。"),
    ("包含证明", "从叶子到树根一路上的兄弟哈希，用来验证某条记录确在树中。"),
];

/// `/glossary`.
pub async fn glossary(frame: Frame) -> Result<Html<String>, Fault> {
    render(&GlossaryPage { shell: frame.shell("名词"), terms: TERMS })
}
