//! A made-up town: its cases are drawn from a seed, the same on every machine.

use law::ids::{CauseId, CourtId};
use search::cases::grams::mixed;
use search::cases::space::real;
use search::cases::{Card, Concluded, Ending, Outcome};

const WORDS: &str = include_str!("../../../../data/cause_words.tsv");

/// Draws from a seed.
pub struct Draws(pub u64);

impl Draws {
    /// A number below `bound`.
    pub fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let bound = u64::try_from(bound.max(1)).unwrap_or(1);
        usize::try_from(mixed(self.0) % bound).unwrap_or(0)
    }

    /// A rank below `bound`, by Zipf's law: the n-th is drawn as often as 1/n.
    pub fn zipf(&mut self, bound: usize) -> usize {
        let part = real(self.below(1 << 30)) / real(1 << 30);
        let rank = real(bound.max(1)).powf(part) - 1.0;
        let mut low = 0;
        let mut high = bound.saturating_sub(1);
        // The whole part of a float without a cast: by halving.
        while low < high {
            let middle = low + (high - low).div_ceil(2);
            if real(middle) <= rank { low = middle } else { high = middle - 1 }
        }
        low
    }
}

/// A made-up town whose courts decide made-up cases.
pub struct Town {
    seed: u64,
    /// Words of every cause.
    pub common: Vec<&'static str>,
    /// Causes with their own words.
    pub causes: Vec<(CauseId, Vec<&'static str>)>,
}

const SURNAMES: &str = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧";
const GIVEN: &str = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰建国文辉鑫宇浩然子涵梓萱";
const FORMS: [&str; 8] = [
    "原告向本院提出诉讼请求：",
    "事实和理由：",
    "被告辩称，",
    "本院经审理认定事实如下：",
    "双方争议的焦点是，",
    "上述事实有证据在案佐证，",
    "经本院主持调解未果，",
    "另查明，",
];

impl Town {
    /// The town of a seed.
    pub fn new(seed: u64) -> Self {
        let rows = WORDS.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t'));
        let causes: Vec<(CauseId, Vec<&'static str>)> = rows
            .filter_map(|(name, words)| Some((law::cause::by_name(name)?.id, words.split(' ').collect())))
            .collect();
        let mut common: Vec<&'static str> = causes.iter().flat_map(|(_, words)| words.iter().copied()).collect();
        common.sort_unstable_by_key(|word| (search::cases::grams::key(word), *word));
        common.dedup();
        Self { seed, common, causes }
    }

    fn text(&self, draws: &mut Draws, topic: &[&str], characters: usize) -> String {
        let mut text = String::with_capacity(characters * 3 + 64);
        while text.len() < characters * 3 {
            match draws.below(6) {
                0 => text.push_str(FORMS.get(draws.below(FORMS.len())).copied().unwrap_or_default()),
                1 => {
                    let name = |draws: &mut Draws, from: &str| {
                        from.chars().nth(draws.below(from.chars().count())).unwrap_or('某')
                    };
                    text.push(name(draws, SURNAMES));
                    text.push(name(draws, GIVEN));
                    text.push(name(draws, GIVEN));
                    text.push_str(&format!(
                        "于{}年{}月{}日",
                        2000 + draws.below(20),
                        1 + draws.below(12),
                        1 + draws.below(28)
                    ));
                }
                2 => text.push_str(&format!("支付{}元", 100 * (1 + draws.below(9_999)))),
                _ => {}
            }
            for _ in 0..5 + draws.below(6) {
                let word = if draws.below(100) < 30 {
                    topic.get(draws.below(topic.len()))
                } else {
                    self.common.get(draws.zipf(self.common.len()))
                };
                text.push_str(word.copied().unwrap_or_default());
            }
            text.push_str(if draws.below(3) == 0 { "。" } else { "，" });
        }
        text
    }

    /// One of its cases.
    pub fn case(&self, number: usize) -> Concluded {
        let mut draws = Draws(mixed(self.seed ^ u64::try_from(number).unwrap_or(0).wrapping_mul(77)));
        let none = (CauseId(0), Vec::new());
        let (cause, topic) = self.causes.get(draws.zipf(self.causes.len())).unwrap_or(&none);
        let facts = self.text(&mut draws, topic, 1_600);
        let reasons = self.text(&mut draws, topic, 400);
        let amount = 10_000 * i64::try_from(1 + draws.zipf(100_000)).unwrap_or(1);
        Concluded {
            card: Card {
                id: format!("s{number}"),
                number: format!("(2020)辽01民初{number}号"),
                court: CourtId(u16::try_from(draws.below(128)).unwrap_or(0)),
                level: 1,
                secrecy: u8::from(draws.below(50) == 0),
                date: 20_200_101,
                causes: vec![*cause],
                articles: vec![format!("民法典/{}", 1 + draws.zipf(1_260))],
                amount_fen: Some(amount),
                outcome: Outcome {
                    ending: if draws.below(3) == 0 { Ending::Partly } else { Ending::Granted },
                    amount_fen: Some(amount / 2),
                    months: None,
                },
            },
            position: u64::try_from(number).unwrap_or(0),
            facts,
            reasons,
        }
    }
}
