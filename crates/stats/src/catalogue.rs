//! The indicators as a page for people: what each counts, over what, by which rule.

use std::fmt::Write;

use crate::definition::{Direction, Indicator, Indicators, Kind};

/// The page `docs/generated/indicators.md`.
pub fn indicators_markdown(indicators: &Indicators) -> String {
    let mut out = String::from(
        "# 指标目录\n\n由 `data/indicators.toml` 生成。率按整数四舍五入到百分之一个百分点；分母为零时不出数，印作“—”。\n\n## 统计周期\n\n",
    );
    for (word, name) in indicators.conventions() {
        line(&mut out, &format!("- `{word}` {name}"));
    }
    line(&mut out, "\n## 指标\n");
    line(&mut out, "| 编号 | 名称 | 公式 | 方向 | 依据 | 适用 |");
    line(&mut out, "|---|---|---|---|---|---|");
    for one in indicators.all() {
        let row = format!(
            "| {} | {} | {} | {} | {} | {} |",
            one.id,
            one.name,
            one.formula,
            direction(one),
            one.legal,
            years(one)
        );
        line(&mut out, &row);
    }
    line(&mut out, "\n## 计数条件\n");
    for one in indicators.all() {
        conditions(&mut out, one);
    }
    line(&mut out, "\n## 集合\n");
    for (name, text) in indicators.sets() {
        line(&mut out, &format!("- `{name}`：`{text}`"));
    }
    out
}

fn line(out: &mut String, text: &str) {
    // writing to a string cannot fail
    let _ = writeln!(out, "{text}");
}

fn direction(one: &Indicator) -> String {
    let word = match one.direction {
        Direction::Up => "越高越好",
        Direction::Down => "越低越好",
        Direction::Interval => "中性",
    };
    match one.interval.and_then(|interval| interval.low) {
        Some(low) => format!("{word}，不低于{}%", crate::rate::printed(low)),
        None => word.to_owned(),
    }
}

fn years(one: &Indicator) -> String {
    let to = one.to.map_or_else(String::new, |to| to.to_string());
    format!("第{}版，{}—{to}", one.version, one.from)
}

fn conditions(out: &mut String, one: &Indicator) {
    let profile = one.profile.as_deref().map_or_else(String::new, |profile| format!("，口径 `{profile}`"));
    let kind = match one.kind {
        Kind::Rate => "率",
        Kind::Mean => "均值",
        Kind::Ratio => "比",
        Kind::Count => "计数",
        Kind::Amount => "金额",
        Kind::Evenness => "均衡度",
    };
    line(out, &format!("- **{} {}**（{kind}{profile}）", one.id, one.name));
    for (label, texts) in [("分子", &one.texts.numerator), ("分母", &one.texts.denominator)] {
        if !texts.is_empty() {
            line(out, &format!("  - {label}：`{}`", texts.join("` ＋ `")));
        }
    }
    if !one.companion.is_empty() {
        line(out, &format!("  - 参照：{}", one.companion.join("、")));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_indicator_and_set_is_on_the_page() {
        let indicators = Indicators::load().unwrap();
        let page = indicators_markdown(&indicators);
        for one in indicators.all() {
            assert!(page.contains(&format!("| {} | {} |", one.id, one.name)), "{}", one.id);
            assert!(page.contains(&format!("**{} {}**", one.id, one.name)));
        }
        for (name, _) in indicators.sets() {
            assert!(page.contains(&format!("`{name}`")));
        }
        assert!(page.contains("越高越好，不低于90.00%"));
    }
}
