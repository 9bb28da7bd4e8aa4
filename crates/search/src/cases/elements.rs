//! Elements (要素) of a case that can be told from its wording: who stands on which side, what was
//! written, how it was paid, what was secured, how high the rate was.
//!
//! Two cases with the same words may differ in what decides them, and the other way round. Each
//! element has a Chinese name, which a reader sees as a reason.

use std::sync::LazyLock;

use regex::Regex;

/// What tells an element: a pattern that stands in the text.
const MARKS: [(&str, &str); 44] = [
    ("夫妻一方或双方涉债", "夫妻|配偶|婚姻关系|结婚|离婚"),
    ("夫妻共同债务争议", "夫妻共同债务|共同债务|夫妻关系存续"),
    ("有保证人", "担保|保证人|连带清偿|连带保证|保证责任"),
    ("有抵押", "抵押"),
    ("有质押", "质押"),
    ("出具借条", "借条|借据|借到"),
    ("出具欠条", "欠条|欠据"),
    ("订立书面合同", "借款合同|借款协议|书面合同|签订.{0,12}(?:合同|协议)"),
    ("有收条", "收条|收据"),
    ("转账交付", "转账|转帐|汇款|打款|汇入|网银|电汇"),
    ("现金交付", "现金"),
    ("微信或支付宝", "微信|支付宝"),
    ("被告缺席", "未答辩|未作答辩|未到庭|缺席|未应诉|拒不到庭"),
    ("被告抗辩", "辩称"),
    ("对方认可", "无异议|属实|认可|承认"),
    ("已部分履行", "归还了|已还|已归还|偿还了|已偿还|付息至"),
    ("付过利息", "支付.{0,8}利息|付清.{0,10}利息|利息.{0,6}付至"),
    ("约定了利率", "[月年](?:利率|息|利)|[一二三]分(?:利|息|计)"),
    ("按银行利率计息", "同期.{0,8}利率|银行.{0,8}利率"),
    ("未约定利息", "未约定利息|没有约定利息|未约定.{0,4}利率|约定不明"),
    ("主张逾期利息", "逾期.{0,4}利息|逾期利率|滞纳金"),
    ("约定违约金", "违约金"),
    ("主张律师费", "律师费|律师代理费"),
    ("约定还款期限", "期限|还款日|于.{0,12}(?:还清|归还|偿还)"),
    ("未约定期限", "未约定(?:还款|借款)?期限|未约定还款"),
    ("用于经营", "经营|周转|工程|生意|投资"),
    ("用于生活", "买房|购房|装修|看病|治病|生活"),
    ("熟人之间", "朋友|同学|亲戚|同事|邻居|战友|相识"),
    ("多次发生", "多次|先后|分别|陆续"),
    ("经过结算", "结算|对账|重新出具|换据"),
    ("有人死亡", "死亡|去世|身亡"),
    ("继承", "继承"),
    ("涉嫌犯罪", "犯罪嫌疑|诈骗|公安"),
    ("涉赌", "赌博|赌债|赌资"),
    ("有第三人", "第三人"),
    ("变更或撤回请求", "撤回|变更诉讼请求|放弃"),
    ("鉴定", "鉴定"),
    ("证人作证", "证人"),
    ("自首", "自首|自动投案|主动投案"),
    ("赔偿或谅解", "谅解|赔偿.{0,8}损失|退赔|退赃"),
    ("共同犯罪", "伙同|共同犯罪|结伙|主犯|从犯"),
    ("累犯或前科", "累犯|前科|曾因犯"),
    ("持凶器", "刀|凶器|棍|枪"),
    ("驾驶机动车", "驾驶"),
];

/// Elements that have more than two values, by name.
const BANDS: [&str; 6] = ["年利率档", "原告人数", "被告人数", "原告是单位", "被告是单位", "款项笔数"];

static PATTERNS: LazyLock<Vec<Option<Regex>>> =
    LazyLock::new(|| MARKS.iter().map(|(_, pattern)| Regex::new(pattern).ok()).collect());
static MONTHLY: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"月(?:利率|息|利)[^,，。;；]{0,6}?(\d+(?:\.\d+)?)\s*(%|分|‰)").ok());
static YEARLY: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"年(?:利率|息|利)[^,，。;；]{0,6}?(\d+(?:\.\d+)?)\s*%").ok());
static FENS: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new("[二两]分(?:利|息|计)").ok());
static MONEY: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(\d+(?:,\d{3})*(?:\.\d+)?)\s*(万)?余?元").ok());
static UNIT: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new("(原告|被告)[^。]{0,30}(?:公司|银行|合作社|信用社|企业|中心|厂)").ok());

/// How many elements there are; the length of [`agreement`].
pub const ELEMENTS: usize = MARKS.len() + BANDS.len() + 2;

/// What was told from a text.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Elements {
    /// One bit for each of the marks.
    pub marks: u64,
    bands: [u8; BANDS.len()],
    /// The greatest sum of money named, in yuan.
    pub greatest: f64,
    length: usize,
}

/// Tells the elements of a text (already [`super::grams::normal`]).
pub fn tell(text: &str) -> Elements {
    let mut marks = 0_u64;
    for (at, pattern) in PATTERNS.iter().enumerate() {
        if pattern.as_ref().is_some_and(|pattern| pattern.is_match(text)) {
            marks |= 1_u64.checked_shl(u32::try_from(at).unwrap_or(u32::MAX)).unwrap_or(0);
        }
    }
    let head = head(text);
    let sums = sums(text);
    let mut distinct = sums.clone();
    distinct.sort_by(f64::total_cmp);
    distinct.dedup();
    let unit = |side: &str| {
        UNIT.as_ref()
            .is_some_and(|unit| unit.captures_iter(head).any(|found| found.get(1).is_some_and(|s| s.as_str() == side)))
    };
    Elements {
        marks,
        bands: [
            rate(text),
            standing(head, "原告").min(2),
            standing(head, "被告").min(3),
            u8::from(unit("原告")),
            u8::from(unit("被告")),
            u8::try_from(distinct.len()).unwrap_or(8).min(8),
        ],
        greatest: sums.iter().copied().fold(0.0, f64::max),
        length: text.len(),
    }
}

/// The part in which the parties are named.
fn head(text: &str) -> &str {
    let end = text.find("诉讼请求").filter(|at| *at > 0);
    let end = end.unwrap_or_else(|| text.char_indices().nth(400).map_or(text.len(), |(at, _)| at));
    text.get(..end).unwrap_or(text)
}

/// Sentences that introduce a party of a side: 原告甲，男。 A sentence that only begins with the side
/// (原告向本院提出) has no comma before the claims.
fn standing(head: &str, side: &str) -> u8 {
    let introduces = |sentence: &&str| {
        let rest = sentence.trim_start().strip_prefix(side);
        rest.is_some_and(|rest| !rest.starts_with('人') && rest.contains([',', '，', ':', '：']))
    };
    u8::try_from(head.split(['。', '\n', ';', '；']).filter(introduces).count()).unwrap_or(u8::MAX)
}

fn sums(text: &str) -> Vec<f64> {
    let Some(money) = MONEY.as_ref() else { return Vec::new() };
    let found = money.captures_iter(text).take(500).filter_map(|found| {
        let number: f64 = found.get(1)?.as_str().replace(',', "").parse().ok()?;
        Some(if found.get(2).is_some() { number * 10_000.0 } else { number })
    });
    found.filter(|sum| sum.is_finite()).collect()
}

/// The band of the yearly rate: 0 unknown, then to 6.5 %, below 24 %, 24 %, to 36 %, above.
fn rate(text: &str) -> u8 {
    let number = |found: &regex::Captures<'_>| found.get(1).and_then(|n| n.as_str().parse::<f64>().ok());
    let monthly = MONTHLY.as_ref().and_then(|monthly| {
        let found = monthly.captures(text)?;
        let scale = if found.get(2).is_some_and(|unit| unit.as_str() == "‰") { 1.2 } else { 12.0 };
        Some(number(&found)? * scale)
    });
    let yearly = || YEARLY.as_ref().and_then(|yearly| number(&yearly.captures(text)?));
    let spoken = || FENS.as_ref().is_some_and(|fens| fens.is_match(text)).then_some(24.0);
    match monthly.or_else(yearly).or_else(spoken) {
        None => 0,
        Some(rate) if rate <= 6.5 => 1,
        Some(rate) if rate < 24.0 => 2,
        Some(24.0) => 3,
        Some(rate) if rate <= 36.0 => 4,
        Some(_) => 5,
    }
}

impl Elements {
    /// Names of the elements present in both.
    pub fn shared(&self, other: &Self) -> Vec<&'static str> {
        let both = self.marks & other.marks;
        MARKS.iter().zip(0..64).filter(|(_, at)| both >> at & 1 == 1).map(|((name, _), _)| *name).collect()
    }
}

/// For every element how far two texts agree: 1 or 0; for the sum and the length, the less the further
/// apart.
pub fn agreement(one: &Elements, other: &Elements) -> Vec<f64> {
    let differ = one.marks ^ other.marks;
    let marks = (0..64).take(MARKS.len()).map(|at| if differ >> at & 1 == 0 { 1.0 } else { 0.0 });
    let bands = one.bands.iter().zip(&other.bands).map(|(a, b)| f64::from(u8::from(a == b)));
    let apart = |a: f64, b: f64| -((a + 1.0).log10() - (b + 1.0).log10()).abs();
    let length = apart(super::space::real(one.length), super::space::real(other.length));
    marks.chain(bands).chain([apart(one.greatest, other.greatest), length]).collect()
}

/// The names of what [`agreement`] compares, in its order.
pub fn names() -> Vec<&'static str> {
    MARKS.iter().map(|(name, _)| *name).chain(BANDS).chain(["标的额", "篇幅"]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOAN: &str = "原告甲，男。被告乙，男。被告丙，女。原告提出诉讼请求：判令被告归还借款30,000元及月利率2%的利息。\
                        被告出具借条，由丙提供担保。";

    #[test]
    fn a_loan_is_told() {
        let told = tell(LOAN);
        assert_eq!(told.bands, [3, 1, 2, 0, 0, 1]);
        assert!((told.greatest - 30_000.0).abs() < 1e-9);
        let shared = told.shared(&told);
        assert!(
            shared.contains(&"有保证人") && shared.contains(&"出具借条") && !shared.contains(&"有抵押"),
            "{shared:?}"
        );
    }

    #[test]
    fn rates_fall_into_bands() {
        for (text, band) in [
            ("未约定", 0),
            ("年利率6%", 1),
            ("月利率1.5%", 2),
            ("月息2分", 3),
            ("约定二分利息", 3),
            ("月利率3%", 4),
            ("月息5分", 5),
            ("月利率20‰", 3),
        ] {
            assert_eq!(rate(text), band, "{text}");
        }
    }

    #[test]
    fn agreement_is_full_with_oneself_and_symmetric() {
        let (loan, theft) = (tell(LOAN), tell("被告人盗窃现金2万元，自首。"));
        assert_eq!(agreement(&loan, &theft), agreement(&theft, &loan));
        let own = agreement(&loan, &loan);
        assert_eq!(own.len(), ELEMENTS);
        assert!(own.iter().take(ELEMENTS - 2).all(|agreed| *agreed > 0.5));
        assert!(agreement(&loan, &theft).iter().sum::<f64>() < own.iter().sum::<f64>());
        assert_eq!(names().len(), ELEMENTS);
    }

    #[test]
    fn nothing_and_noise_are_told_too() {
        assert_eq!(tell("").marks, 0);
        assert_eq!(tell("\u{0}\u{fffd}！！！").marks, 0);
        assert!(PATTERNS.iter().all(Option::is_some));
        assert!([&*MONTHLY, &*YEARLY, &*FENS, &*MONEY, &*UNIT].iter().all(|pattern| pattern.is_some()));
    }
}
