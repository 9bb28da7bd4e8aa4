//! The plan of a year: totals to reach and how they split. Reading it refuses every contradiction at once.

use std::collections::BTreeMap;

use law::case_number::Word;
use law::court::Level;
use law::life::codes::ClosingForm;
use serde::Deserialize;

/// The plan that ships with the project.
pub const LIAONING_2020: &str = include_str!("../../../data/plans/liaoning-2020.toml");

/// A year to live.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// Title in Chinese.
    pub title: String,
    /// The year.
    pub year: i16,
    /// Default seed.
    pub seed: u64,
    /// Totals to reach.
    pub targets: Targets,
    /// Totals that nobody published.
    pub assumed: Assumed,
    /// What is known of the year before.
    pub former: Former,
    /// Filings by month.
    pub season: Season,
    /// Weight of a city's courts.
    pub weights: BTreeMap<String, u64>,
    /// Causes by group, with weights.
    pub causes: BTreeMap<String, BTreeMap<String, u64>>,
    /// Amounts in yuan by group, at 0, 10, 25, 50, 75, 90, 97, 100 per cent.
    pub amounts: BTreeMap<String, [i64; 8]>,
    /// Cases by type word and level.
    pub caseload: Vec<Row>,
}

/// Totals to reach, as published; rates in per cent.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the plan file names each figure and its source")]
pub struct Targets {
    pub accepted: u64,
    pub concluded: u64,
    pub high_accepted: u64,
    pub high_concluded: u64,
    pub criminal_concluded: u64,
    pub senior_duty_crimes: u64,
    pub civil_livelihood: u64,
    pub property_rights_corrected: u64,
    pub online_hearing_cases: u64,
    pub mediated_av: u64,
    pub judgments_online: u64,
    pub trials_broadcast: u64,
    pub process_disclosure: f64,
    pub effective_disclosure: f64,
    pub enforced_in_time: f64,
    pub round_ended_compliant: f64,
    pub petitions_resolved: f64,
    pub enforcement_concluded: f64,
    pub liaison_activities: u64,
    pub liaison_participants: u64,
    pub proposals: u64,
    pub exemplars: u64,
}

/// Totals that nobody published.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Assumed {
    /// Mediations before suit.
    pub mediated: u64,
    /// Petitions about enforcement.
    pub petitions: u64,
    /// Per cent of long enforcement cases that end a round (终本).
    pub round_ended_share: u64,
    /// Per cent of filings online.
    pub online_filing: u64,
}

/// What is known of the year before.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Former {
    /// Year.
    pub year: u16,
    /// Where the figures come from.
    pub source: String,
    /// Rate of conclusion of the province, hundredths of a per cent.
    pub rate_bp: i64,
    /// The same of the high court.
    pub high_rate_bp: i64,
}

/// Filings by month.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Season {
    /// Twelve weights.
    pub months: Vec<u64>,
}

/// Cases of one type word at one level of court.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// Type word.
    pub word: String,
    /// `high`, `intermediate` or `basic`.
    pub level: String,
    /// Accepted: carried over and new.
    pub accepted: u64,
    /// Concluded in the year.
    pub concluded: u64,
    /// Carried over from the year before.
    pub carried: u64,
    /// Days from acceptance to closing at 0, 10, 25, 50, 75, 90, 97, 100 per cent.
    pub days: [i64; 8],
    /// Forms of closing with weights.
    pub forms: BTreeMap<String, u64>,
}

/// A plan that cannot be lived: every contradiction, in Chinese.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanRefused(pub Vec<String>);

impl std::fmt::Display for PlanRefused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(f, "计划无法执行，共 {} 处问题：", self.0.len())?;
        for (index, fault) in self.0.iter().enumerate() {
            writeln!(f, "  {}. {fault}", index + 1)?;
        }
        Ok(())
    }
}

impl std::error::Error for PlanRefused {}

impl Row {
    /// Level as the court register has it.
    pub fn court_level(&self) -> Option<Level> {
        match self.level.as_str() {
            "high" => Some(Level::High),
            "intermediate" => Some(Level::Intermediate),
            "basic" => Some(Level::Basic),
            _ => None,
        }
    }

    /// Forms of closing, as the law knows them.
    pub fn closing_forms(&self) -> Vec<(ClosingForm, u64)> {
        let known = |(word, weight): (&String, &u64)| {
            let form = ClosingForm::ALL.iter().find(|form| form.word() == word)?;
            Some((*form, *weight))
        };
        self.forms.iter().filter_map(known).collect()
    }
}

impl Plan {
    /// Reads a plan file's bytes.
    pub fn read(bytes: &[u8]) -> Result<Plan, PlanRefused> {
        let text = std::str::from_utf8(bytes).map_err(|e| {
            PlanRefused(vec![format!(
                "计划文件不是 UTF-8 编码：第 {} 个字节起无法识别，请另存为 UTF-8 后再试",
                e.valid_up_to() + 1
            )])
        })?;
        let plan: Plan = toml::from_str(text)
            .map_err(|e| PlanRefused(vec![format!("计划文件格式有误：{}", e.to_string().trim())]))?;
        let faults = plan.faults();
        if faults.is_empty() { Ok(plan) } else { Err(PlanRefused(faults)) }
    }

    /// Every contradiction in it.
    pub fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        self.row_faults(&mut faults);
        self.sum_faults(&mut faults);
        self.rate_faults(&mut faults);
        self.list_faults(&mut faults);
        faults
    }

    fn row_faults(&self, faults: &mut Vec<String>) {
        for row in &self.caseload {
            let name = format!("{}（{}）", row.word, row.level);
            if Word::parse(&row.word).is_none() {
                faults.push(format!("{name}：没有“{}”这个类型代字", row.word));
            }
            if row.court_level().is_none() {
                faults.push(format!("{name}：法院层级应为 high、intermediate 或 basic"));
            }
            if row.concluded > row.accepted {
                faults.push(format!("{name}：审结 {} 件多于受理 {} 件", row.concluded, row.accepted));
            }
            if row.carried > row.accepted {
                faults.push(format!("{name}：旧存 {} 件多于受理 {} 件", row.carried, row.accepted));
            }
            if row.days.windows(2).any(|pair| matches!(pair, [a, b] if a > b)) || row.days.iter().any(|d| *d < 0) {
                faults.push(format!("{name}：审理天数的分位值应由小到大且不为负"));
            }
            for form in row.forms.keys() {
                if !ClosingForm::ALL.iter().any(|known| known.word() == form) {
                    faults.push(format!("{name}：没有“{form}”这种结案方式"));
                }
            }
            if row.closing_forms().iter().map(|(_, weight)| weight).sum::<u64>() == 0 {
                faults.push(format!("{name}：没有可用的结案方式"));
            }
        }
    }

    fn sum_faults(&self, faults: &mut Vec<String>) {
        let sum = |pick: &dyn Fn(&Row) -> u64| self.caseload.iter().map(pick).sum::<u64>();
        let only = |yes: bool, n: u64| if yes { n } else { 0 };
        let targets = &self.targets;
        let checks = [
            ("全省受理", targets.accepted, sum(&|row| row.accepted)),
            ("全省审结", targets.concluded, sum(&|row| row.concluded)),
            ("省法院受理", targets.high_accepted, sum(&|row| only(row.level == "high", row.accepted))),
            ("省法院审结", targets.high_concluded, sum(&|row| only(row.level == "high", row.concluded))),
            ("刑事审结", targets.criminal_concluded, sum(&|row| only(row.word.starts_with('刑'), row.concluded))),
        ];
        for (name, wanted, found) in checks {
            if wanted != found {
                faults.push(format!("{name}目标为 {wanted} 件，各行合计却是 {found} 件"));
            }
        }
        if targets.concluded > targets.accepted {
            faults.push(format!("结案率超过 100%：审结 {} 件，受理 {} 件", targets.concluded, targets.accepted));
        }
        let enforcement = |row: &Row| row.word == "执" || row.word == "执恢";
        let accepted = sum(&|row| only(enforcement(row), row.accepted));
        let concluded = sum(&|row| only(enforcement(row), row.concluded));
        let bp = crate::chance::share(concluded, 10_000, accepted.max(1));
        if bp != basis_points(targets.enforcement_concluded) {
            faults.push(format!(
                "执行整体结案率目标为 {:.2}%，各行合计却是 {}.{:02}%",
                targets.enforcement_concluded,
                bp / 100,
                bp % 100
            ));
        }
    }

    fn rate_faults(&self, faults: &mut Vec<String>) {
        let targets = &self.targets;
        let rates = [
            ("流程公开率", targets.process_disclosure),
            ("有效公开率", targets.effective_disclosure),
            ("有财产可供执行案件法定期限内实际执结率", targets.enforced_in_time),
            ("终本合格率", targets.round_ended_compliant),
            ("信访办结率", targets.petitions_resolved),
            ("执行整体结案率", targets.enforcement_concluded),
        ];
        for (name, rate) in rates {
            if !(0.0..=100.0).contains(&rate) {
                faults.push(format!("{name} {rate} 不在 0 到 100 之间"));
            }
        }
        for (name, rate) in [("终本占比", self.assumed.round_ended_share), ("网上立案占比", self.assumed.online_filing)]
        {
            if rate > 100 {
                faults.push(format!("{name} {rate}% 超过 100%"));
            }
        }
        if targets.mediated_av > self.assumed.mediated {
            faults.push(format!("音视频调解 {} 件多于调解总数 {} 件", targets.mediated_av, self.assumed.mediated));
        }
        if targets.round_ended_compliant < 100.0 || targets.process_disclosure < 100.0 {
            faults.push(
                "终本合格率、流程公开率低于 100% 的年份无法模拟：规则不准许不合格的终本，也不准许立案而不公开"
                    .to_owned(),
            );
        }
        if targets.civil_livelihood > targets.concluded {
            faults.push("民生案件多于审结案件".to_owned());
        }
    }

    fn list_faults(&self, faults: &mut Vec<String>) {
        if self.season.months.len() != 12 || self.season.months.iter().sum::<u64>() == 0 {
            faults.push("season.months 应有十二个月的权重，且不全为零".to_owned());
        }
        for group in [
            "civil",
            "livelihood",
            "criminal",
            "duty_crime",
            "administrative",
            "compensation",
            "preservation",
            "bankruptcy",
        ] {
            if self.causes.get(group).is_none_or(|list| list.values().sum::<u64>() == 0) {
                faults.push(format!("缺少案由组 causes.{group}"));
            }
        }
        for name in self.causes.values().flat_map(BTreeMap::keys) {
            if law::cause::by_name(name).is_none() {
                faults.push(format!("案由表中没有“{name}”"));
            }
        }
        for group in ["civil", "enforcement"] {
            if !self.amounts.contains_key(group) {
                faults.push(format!("缺少标的额分布 amounts.{group}"));
            }
        }
        let cities = law::court::courts().iter().map(|court| court.city);
        for city in self.weights.keys() {
            if city != "special" && !cities.clone().any(|known| known == city) {
                faults.push(format!("法院名录中没有“{city}”"));
            }
        }
    }

    /// The plan shrunk (or grown) in proportion, rates kept.
    pub fn scaled(&self, scale: Scale) -> Result<Plan, PlanRefused> {
        let mut plan = self.clone();
        for row in &mut plan.caseload {
            let accepted = scale.of(row.accepted);
            row.concluded = crate::chance::share(accepted, row.concluded, row.accepted.max(1));
            row.carried = crate::chance::share(accepted, row.carried, row.accepted.max(1));
            row.accepted = accepted;
        }
        let targets = &mut plan.targets;
        for count in [
            &mut targets.senior_duty_crimes,
            &mut targets.civil_livelihood,
            &mut targets.property_rights_corrected,
            &mut targets.online_hearing_cases,
            &mut targets.mediated_av,
            &mut targets.judgments_online,
            &mut targets.trials_broadcast,
            &mut targets.liaison_activities,
            &mut targets.liaison_participants,
            &mut targets.proposals,
            &mut targets.exemplars,
            &mut plan.assumed.mediated,
            &mut plan.assumed.petitions,
        ] {
            *count = scale.of(*count);
        }
        let cases: u64 = plan.caseload.iter().map(|row| row.accepted).sum();
        let courts = law::court::courts().len();
        if cases < u64::try_from(courts).unwrap_or(u64::MAX) {
            return Err(PlanRefused(vec![format!("案件少于法院：按此比例只有 {cases} 件，而法院有 {courts} 家")]));
        }
        Ok(plan)
    }
}

/// A rate in per cent as hundredths of a per cent.
#[expect(clippy::as_conversions, reason = "a rate between 0 and 100, rounded to two decimals")]
pub fn basis_points(rate: f64) -> u64 {
    (rate.clamp(0.0, 100.0) * 100.0).round() as u64
}

/// How much of the province to live, in millionths.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scale(u64);

impl Scale {
    /// The whole.
    pub const WHOLE: Scale = Scale(1_000_000);

    /// Reads `0.01`, `1`, `2.5`; at most 10.
    pub fn parse(text: &str) -> Option<Scale> {
        let (whole, part) = text.split_once('.').unwrap_or((text, ""));
        let digits = |t: &str| t.chars().all(|c| c.is_ascii_digit());
        if whole.is_empty() || part.len() > 6 || !digits(whole) || !digits(part) {
            return None;
        }
        let millionths = format!("{part:0<6}").parse::<u64>().ok()?;
        let scale = whole.parse::<u64>().ok()?.checked_mul(1_000_000)?.checked_add(millionths)?;
        (1..=10_000_000).contains(&scale).then_some(Scale(scale))
    }

    /// That part of a count, rounded half up.
    pub const fn of(self, n: u64) -> u64 {
        crate::chance::share(n, self.0, 1_000_000)
    }
}

impl std::fmt::Display for Scale {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let text = format!("{}.{:06}", self.0 / 1_000_000, self.0 % 1_000_000);
        f.write_str(text.trim_end_matches('0').trim_end_matches('.'))
    }
}
