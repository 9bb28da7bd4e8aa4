//! Litigation fees (诉讼费用交纳办法): what a matter costs, with every step shown. The numbers are data (`data/fees.toml`).

use std::sync::LazyLock;

use serde::Deserialize;

use crate::cause::{self, Cause, CauseId};
use crate::data;
use crate::fen::Fen;

/// A scale of fees.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scale {
    /// Id, such as `property`.
    pub id: String,
    /// Chinese name.
    pub name: String,
    /// Statute.
    pub source: String,
    /// Least that the law allows for each matter, in yuan; 0 where the fee follows from the amount alone.
    #[serde(default)]
    pub low: i64,
    /// Most that it allows.
    #[serde(default)]
    pub high: i64,
    /// What is charged for each matter.
    #[serde(default)]
    pub set: i64,
    /// What is charged on the amount, band by band.
    #[serde(default)]
    pub bands: Vec<Band>,
    /// The fee is never higher.
    #[serde(default)]
    pub cap: Option<i64>,
    /// Charged by the bands of another scale, such as `property`; empty for its own.
    #[serde(default)]
    pub like: String,
    /// Of which it is one part in so many; 0 where it is the whole.
    #[serde(default)]
    pub parts: i64,
}

/// A band of an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Band {
    /// Its end in yuan, which belongs to it; none for the last.
    #[serde(default)]
    pub to: Option<i64>,
    /// Rate in hundredths of a per cent.
    #[serde(default)]
    pub rate: i64,
    /// A sum for the band as a whole, instead of a rate.
    #[serde(default)]
    pub fixed: i64,
}

/// A step of a reckoning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The part of the amount it is on; none for what each matter costs, a cap or a reduction.
    pub part: Option<(Fen, Fen)>,
    /// Rate in hundredths of a per cent; none for a sum.
    pub rate: Option<i64>,
    /// What it comes to; less than nothing for a cap or a reduction.
    pub fee: Fen,
    /// Why, where it is no band of the amount.
    pub why: &'static str,
}

/// A reckoned fee.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fee {
    /// The scale.
    pub scale: &'static Scale,
    /// The steps, which add up to the fee.
    pub steps: Vec<Step>,
    /// The fee.
    pub total: Fen,
}

/// What halves a fee: one of them is enough, and it is halved once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Half {
    /// Closed by mediation, or withdrawn (art. 15).
    MediatedOrWithdrawn,
    /// Summary procedure (art. 16).
    Summary,
    /// A counterclaim heard together with the claim (art. 18).
    Counterclaim,
}

impl Half {
    /// Its ground in words, with the article.
    pub const fn zh(self) -> &'static str {
        match self {
            Half::MediatedOrWithdrawn => "调解结案或者撤诉，减半交纳（第十五条）",
            Half::Summary => "适用简易程序，减半交纳（第十六条）",
            Half::Counterclaim => "反诉与本诉合并审理，减半交纳（第十八条）",
        }
    }
}

/// Why there is no fee to reckon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FeeFault {
    /// There is no such scale.
    UnknownScale,
    /// An amount below nothing.
    Negative,
    /// An amount on a scale that knows none.
    NoAmountWanted,
    /// An amount too large to reckon with.
    TooLarge,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    scale: Vec<Scale>,
}

static SCALES: LazyLock<Vec<Scale>> =
    LazyLock::new(|| data::sound("fees.toml", load(include_str!("../../../data/fees.toml"))));

fn load(text: &str) -> Result<Vec<Scale>, String> {
    let scales = toml::from_str::<File>(text).map_err(|error| error.to_string())?.scale;
    for scale in &scales {
        let ends: Vec<i64> = scale.bands.iter().filter_map(|band| band.to).collect();
        let open = scale.bands.iter().position(|band| band.to.is_none());
        if !ends.is_sorted() || open.is_some_and(|at| at + 1 != scale.bands.len()) {
            return Err(format!("{}: its bands do not follow each other", scale.id));
        }
        let known = scale.like.is_empty() || scales.iter().any(|other| other.id == scale.like);
        if !known || (scale.parts > 1) == scale.like.is_empty() {
            return Err(format!("{}: it is like no other", scale.id));
        }
        if scale.set < scale.low || scale.set > scale.high {
            return Err(format!("{}: {} is not within {} to {}", scale.id, scale.set, scale.low, scale.high));
        }
    }
    Ok(scales)
}

/// All scales, in the order of the table.
pub fn scales() -> &'static [Scale] {
    &SCALES
}

/// The scale of an id.
pub fn scale(id: &str) -> Option<&'static Scale> {
    SCALES.iter().find(|scale| scale.id == id)
}

/// The fee of a matter on a scale: of each matter, of its amount, and less what the law takes off.
///
/// # Errors
/// [`FeeFault`]: what is wrong with the question.
pub fn fee(id: &str, amount: Option<Fen>, halves: &[Half]) -> Result<Fee, FeeFault> {
    let scale = scale(id).ok_or(FeeFault::UnknownScale)?;
    let amount = amount.unwrap_or(Fen::ZERO);
    if amount < Fen::ZERO {
        return Err(FeeFault::Negative);
    }
    let bands = if scale.like.is_empty() { &scale.bands } else { &self::scale(&scale.like).unwrap_or(scale).bands };
    if amount > Fen::ZERO && bands.is_empty() {
        return Err(FeeFault::NoAmountWanted);
    }
    let mut steps = Vec::new();
    if scale.set > 0 {
        steps.push(Step { part: None, rate: None, fee: yuan(scale.set)?, why: "每件" });
    }
    banded(&mut steps, bands, amount)?;
    let mut total = sum(&steps)?;
    if scale.parts > 1 {
        // half a fen and more is rounded up, as in a band
        let rest = Fen((total.0 + scale.parts / 2) / scale.parts);
        let why = if scale.parts == 3 { "只交三分之一" } else { "减半交纳" };
        steps.push(Step { part: None, rate: None, fee: Fen(rest.0 - total.0), why });
        total = rest;
    }
    if let Some(cap) = scale.cap.map(yuan).transpose()?.filter(|cap| total > *cap) {
        steps.push(Step { part: None, rate: None, fee: Fen(cap.0 - total.0), why: "最多不超过" });
        total = cap;
    }
    if let Some(half) = halves.first() {
        // half a fen is the payer's
        let rest = Fen(total.0 / 2);
        steps.push(Step { part: None, rate: None, fee: Fen(rest.0 - total.0), why: half.zh() });
        total = rest;
    }
    Ok(Fee { scale, steps, total })
}

/// The steps of an amount, band by band.
fn banded(steps: &mut Vec<Step>, bands: &[Band], amount: Fen) -> Result<(), FeeFault> {
    let mut from = Fen::ZERO;
    for band in bands {
        let to = band.to.map_or(Ok(amount), yuan)?.min(amount);
        // the first band is charged although there is no amount, when it is charged as a whole
        let whole = band.fixed > 0 && from == Fen::ZERO;
        if to > from || whole {
            let rate = (band.fixed == 0).then_some(band.rate);
            let fee = if band.fixed > 0 { yuan(band.fixed)? } else { share(Fen(to.0 - from.0), band.rate)? };
            steps.push(Step { part: Some((from, to)), rate, fee, why: "" });
        }
        from = to;
    }
    Ok(())
}

/// The scale of a civil cause (art. 13): what is charged by the matter, and by the money claimed otherwise.
pub fn scale_for(id: Option<CauseId>, money: bool) -> &'static str {
    let Some(own) = id.and_then(cause::cause) else { return if money { "property" } else { "other" } };
    let under = |head: &str| own.name.starts_with(head) || own.ancestors().any(|above| above.name.starts_with(head));
    if own.name == "离婚纠纷" {
        "divorce"
    } else if under("劳动争议") {
        "labour"
    } else if under("人格权纠纷") {
        "personality"
    } else if money {
        "property"
    } else if under("知识产权") {
        "intellectual"
    } else {
        "other"
    }
}

/// Wages: nothing is paid in advance (诉讼费用交纳办法 art. 20).
pub fn without_prepayment(cause: &Cause) -> bool {
    cause.name.contains("追索劳动报酬")
}

fn yuan(yuan: i64) -> Result<Fen, FeeFault> {
    Fen::yuan(yuan).ok_or(FeeFault::TooLarge)
}

/// A rate of an amount, half a fen up.
fn share(amount: Fen, rate: i64) -> Result<Fen, FeeFault> {
    let fen = (i128::from(amount.0) * i128::from(rate) + 5_000) / 10_000;
    i64::try_from(fen).map(Fen).map_err(|_| FeeFault::TooLarge)
}

fn sum(steps: &[Step]) -> Result<Fen, FeeFault> {
    steps.iter().try_fold(Fen::ZERO, |sum, step| sum.checked_add(step.fee)).ok_or(FeeFault::TooLarge)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn yuan_of(text: &str) -> Fen {
        text.parse().unwrap()
    }

    fn costs(id: &str, amount: &str) -> Fen {
        fee(id, Some(yuan_of(amount)), &[]).unwrap().total
    }

    #[test]
    fn property_cases_cost_by_bands() {
        for (amount, costed) in [
            ("0", "50.00"),
            ("10000", "50.00"),
            ("10000.01", "50.00"),
            ("100000", "2300.00"),
            ("200000", "4300.00"),
            ("500000", "8800.00"),
            ("1000000", "13800.00"),
            ("2000000", "22800.00"),
            ("5000000", "46800.00"),
            ("10000000", "81800.00"),
            ("20000000", "141800.00"),
            ("30000000", "191800.00"),
        ] {
            assert_eq!(costs("property", amount), yuan_of(costed), "{amount}");
        }
    }

    #[test]
    fn e_153_execution_costs_by_bands() {
        for (amount, costed) in [
            ("8000", "50.00"),
            ("60000", "800.00"),
            ("200000", "2900.00"),
            ("500000", "7400.00"),
            ("600000", "8400.00"),
            ("5000000", "52400.00"),
            ("10000000", "77400.00"),
            ("12000000", "79400.00"),
        ] {
            assert_eq!(costs("execution", amount), yuan_of(costed), "{amount}");
        }
    }

    #[test]
    fn preservation_costs_no_more_than_its_cap_and_shows_the_steps() {
        let fee = fee("preservation", Some(yuan_of("500000")), &[]).unwrap();
        assert_eq!(fee.steps.iter().map(|step| step.fee.0).collect::<Vec<_>>(), [3_000, 99_000, 200_000]);
        assert_eq!(fee.total, yuan_of("3020"));
        assert_eq!(costs("preservation", "896000"), yuan_of("5000.00"));
        assert_eq!(costs("preservation", "896100"), yuan_of("5000.00"));
        assert_eq!(costs("preservation", "895999"), yuan_of("5000.00"), "half a fen and more is rounded up");
    }

    #[test]
    fn a_fee_is_halved_once() {
        let amount = Some(yuan_of("100000"));
        let both = fee("property", amount, &[Half::Summary, Half::MediatedOrWithdrawn]).unwrap();
        assert_eq!(both.total, yuan_of("1150"));
        assert_eq!(sum(&both.steps), Ok(both.total), "the steps add up");
    }

    #[test]
    fn matters_without_an_amount_cost_what_is_set() {
        for (id, costed) in
            [("divorce", "300.00"), ("labour", "10.00"), ("administrative", "50.00"), ("other", "100.00")]
        {
            assert_eq!(fee(id, None, &[]).unwrap().total, yuan_of(costed), "{id}");
        }
        assert_eq!(costs("divorce", "200000"), yuan_of("300.00"));
        assert_eq!(costs("divorce", "300000"), yuan_of("800.00"));
        assert_eq!(costs("personality", "150000"), yuan_of("1250.00"));
    }

    #[test]
    fn fee_13_each_band_ends_with_the_sum_that_belongs_to_it() {
        for (amount, costed) in [
            ("0.01", "50.00"),
            ("10000", "50.00"),
            ("10000.01", "50.00"),
            ("10000.20", "50.01"),
            ("10001", "50.03"),
            ("100000", "2300.00"),
            ("100001", "2300.02"),
            ("200000", "4300.00"),
            ("500000", "8800.00"),
            ("1000000", "13800.00"),
            ("2000000", "22800.00"),
            ("5000000", "46800.00"),
            ("10000000", "81800.00"),
            ("20000000", "141800.00"),
            ("20000200", "141801.00"),
        ] {
            assert_eq!(costs("property", amount), yuan_of(costed), "{amount}");
        }
        for (amount, costed) in [("200000", "300.00"), ("200001", "300.01"), ("1000000", "4300.00")] {
            assert_eq!(costs("divorce", amount), yuan_of(costed), "{amount}");
        }
        for (amount, costed) in [("50000", "500.00"), ("50100", "501.00"), ("100000", "1000.00"), ("100200", "1001.00")]
        {
            assert_eq!(costs("personality", amount), yuan_of(costed), "{amount}");
        }
    }

    #[test]
    fn fee_14_what_is_a_part_of_the_scale_of_property() {
        assert_eq!(costs("payment-order", "100000"), yuan_of("766.67"), "a third of 2,300");
        assert_eq!(costs("payment-order", "10000"), yuan_of("16.67"));
        assert_eq!(costs("bankruptcy", "1000000"), yuan_of("6900.00"));
        assert_eq!(costs("bankruptcy", "116440000"), yuan_of("300000.00"), "no more than 300,000");
        let fee = fee("bankruptcy", Some(yuan_of("500000000")), &[]).unwrap();
        assert_eq!((sum(&fee.steps), fee.total), (Ok(yuan_of("300000")), yuan_of("300000")));
        for (id, costed) in [("public-notice", "100.00"), ("arbitration", "400.00"), ("maritime-claim", "1000.00")] {
            assert_eq!(super::fee(id, None, &[]).unwrap().total, yuan_of(costed), "{id}");
        }
    }

    #[test]
    fn a_cause_leads_to_its_scale() {
        let of = |name: &str, money: bool| scale_for(cause::by_name(name).map(|cause| cause.id), money);
        for (name, money, scale) in [
            ("买卖合同纠纷", true, "property"),
            ("买卖合同纠纷", false, "other"),
            ("离婚纠纷", true, "divorce"),
            ("离婚后财产纠纷", true, "property"),
            ("追索劳动报酬纠纷", true, "labour"),
            ("工伤保险待遇纠纷", true, "labour"),
            ("名誉权纠纷", false, "personality"),
            ("生命权、身体权、健康权纠纷", true, "personality"),
            ("机动车交通事故责任纠纷", true, "property"),
            ("著作权权属、侵权纠纷", true, "property"),
            ("著作权权属、侵权纠纷", false, "intellectual"),
        ] {
            assert_eq!(of(name, money), scale, "{name}");
        }
        assert_eq!((scale_for(None, true), scale_for(None, false)), ("property", "other"));
        let wages = |name: &str| without_prepayment(cause::by_name(name).unwrap());
        assert!(wages("追索劳动报酬纠纷") && wages("新就业形态追索劳动报酬纠纷") && !wages("劳务合同纠纷"));
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        assert_eq!(fee("moon", None, &[]).unwrap_err(), FeeFault::UnknownScale);
        assert_eq!(fee("property", Some(Fen(-1)), &[]).unwrap_err(), FeeFault::Negative);
        assert_eq!(fee("labour", Some(Fen(1)), &[]).unwrap_err(), FeeFault::NoAmountWanted);
        assert!(fee("property", Some(Fen(i64::MAX)), &[]).is_ok());
    }

    #[test]
    fn every_scale_is_sound_and_an_unsound_one_is_named() {
        assert!(scales().iter().all(|scale| scale.source.starts_with("诉讼费用交纳办法第")));
        let unsound = "[[scale]]\nid = 'x'\nname = ''\nsource = ''\nbands = [{ rate = 1 }, { to = 5, rate = 2 }]";
        assert_eq!(load(unsound), Err("x: its bands do not follow each other".to_owned()));
        let stray = "[[scale]]\nid = 'x'\nname = ''\nsource = ''\nlike = 'y'\nparts = 3";
        assert_eq!(load(stray), Err("x: it is like no other".to_owned()));
    }
}
