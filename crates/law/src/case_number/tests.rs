//! The worked table of case-numbers §7 and the round trip over every court and word.

use std::fmt::Write as _;

use super::*;
use crate::court::{by_code, courts};

fn ok(text: &str) -> CaseNumber {
    match parse(text) {
        Ok(Parsed::Case(number)) => number,
        other => panic!("{text}: {other:?}"),
    }
}

fn err(text: &str) -> (Fault, usize) {
    let error = parse(text).expect_err(text);
    (error.fault, error.at)
}

fn number(year: u16, code: &str, word: &str, serial: u32) -> CaseNumber {
    CaseNumber::new(year, by_code(code).unwrap().id, Word::parse(word).unwrap(), serial)
}

#[test]
fn cn_section_7_numbers_of_the_province() {
    for (text, year, code, word, serial) in [
        ("（2020）辽0102民初1234号", 2020, "辽0102", "民初", 1234),
        ("(2020) 辽 0102 民初 1234 号", 2020, "辽0102", "民初", 1234),
        ("〔2020〕辽01民终56号", 2020, "辽01", "民终", 56),
        ("[2020]辽01民终56号", 2020, "辽01", "民终", 56),
        ("（2020)辽01民终56号", 2020, "辽01", "民终", 56),
        ("（2020）辽民申789号", 2020, "辽", "民申", 789),
        ("（2018）辽72民初7号", 2018, "辽72", "民初", 7),
        ("（2018）辽7102刑初22号", 2018, "辽7102", "刑初", 22),
        ("（2020）辽刑核11820143号", 2020, "辽", "刑核", 11_820_143),
        ("（2020）辽0102执异8号", 2020, "辽0102", "执异", 8),
        ("（2020）辽0102执8号", 2020, "辽0102", "执", 8),
        ("（2020）辽0102行审复3号", 2020, "辽0102", "行审复", 3),
        ("（2020）辽01破1号", 2020, "辽01", "破", 1),
        ("（2020）辽01破申1号", 2020, "辽01", "破申", 1),
        ("（2016）辽01民破1号", 2016, "辽01", "民破", 1),
        ("（2020）辽0102证保1号", 2020, "辽0102", "证保", 1),
        ("（2020）辽0102诉前调12号", 2020, "辽0102", "诉前调", 12),
        ("（２０２０）辽0102民初1号", 2020, "辽0102", "民初", 1),
    ] {
        assert_eq!(ok(text), number(year, code, word, serial), "{text}");
    }
    assert_eq!(court::court(ok("（2020）辽0102民初1号").court).unwrap().name, "沈阳市和平区人民法院");
}

#[test]
fn cn_021_the_canonical_form_has_full_width_brackets_and_no_blanks() {
    let canonical = "（2020）辽0102民初1234号";
    for text in [canonical, "(2020) 辽 0102 民初 1234 号", "[2020]辽0102民初1234号", "〔2020〕　辽0102民初1234号"]
    {
        assert_eq!(ok(text).to_string(), canonical);
    }
}

#[test]
fn cn_010_an_old_or_new_code_leads_to_the_same_court() {
    let old = ok("（2016）辽0122刑初349号");
    let new = ok("（2021）辽0115刑初1号");
    assert_eq!(old.court, new.court);
    assert_eq!(new.to_string(), "（2021）辽0122刑初1号");
}

#[test]
fn cn_004_special_codes_begin_with_2019() {
    let Ok(Parsed::Elsewhere(there)) = parse("（2019）豫01知民初946号") else { panic!() };
    assert_eq!(there.special, Some('知'));
    assert_eq!(there.court, CourtCode::Intermediate('豫', 1));
    assert_eq!(there.to_string(), "（2019）豫01知民初946号");
    assert_eq!(err("（2017）豫01知民初946号"), (Fault::SpecialBefore2019('知'), 9));
    let imported = import("（2017）豫01知民初946号").unwrap();
    assert!(imported.repairs.special_before_2019);
    let home = ok("（2020）辽01知民初3号");
    assert_eq!((home.special, home.to_string().as_str()), (Some('知'), "（2020）辽01知民初3号"));
}

#[test]
fn cn_section_7_numbers_of_other_courts_stay_references() {
    for (text, court, parent) in [
        ("（2016）粤刑核11820143号", CourtCode::High('粤'), Some(CourtCode::Supreme)),
        ("（2020）最高法民终1号", CourtCode::Supreme, None),
        ("（2020）京0105民初1号", CourtCode::Basic('京', 105), Some(CourtCode::Intermediate('京', 1))),
        ("（2020）最高法知民终2号", CourtCode::Supreme, None),
    ] {
        let Ok(Parsed::Elsewhere(there)) = parse(text) else { panic!("{text}") };
        assert_eq!((there.court, there.court.parent()), (court, parent), "{text}");
        assert_eq!(there.to_string(), text);
        assert_eq!(parse(text).unwrap().case(), None);
    }
}

#[test]
fn cn_section_7_what_is_wrong_and_where() {
    let unknown = |word: &str| Fault::UnknownType(word.to_string());
    for (text, fault, at) in [
        ("", Fault::BadBrackets, 0),
        ("2020辽0102民初1号", Fault::BadBrackets, 0),
        ("（2020辽0102民初1号", Fault::BadBrackets, 5),
        ("〔2020)辽0102民初1号", Fault::BadBrackets, 5),
        ("（20）辽0102民初1号", Fault::BadYear, 1),
        ("（1900）辽0102民初1号", Fault::BadYear, 1),
        ("（2015）辽0102民初1号", Fault::YearBefore2016ForModernForm(2015), 1),
        ("（2020）沈0102民初1号", Fault::UnknownProvince('沈'), 6),
        ("（2020）辽010民初1号", Fault::BadCourtDigits(3), 7),
        ("（2020）鲁7终67号", Fault::BadCourtDigits(1), 7),
        ("（2020）辽01020民初1号", Fault::BadCourtDigits(5), 7),
        ("（2020）辽9999民初1号", Fault::UnknownCourt("辽9999".to_string()), 6),
        ("（2020）辽0102民末1号", unknown("民末"), 11),
        ("（2020）辽0102刑254号", unknown("刑"), 11),
        ("（2020）辽0102执异异8号", unknown("执异异"), 11),
        ("（2020）辽01民破1号", unknown("民破"), 9),
        ("（2020）辽0102认罪认罚1号", unknown("认罪认罚"), 11),
        ("（2020）辽01021号", Fault::BadCourtDigits(5), 7),
        ("（2020）辽0102号", unknown(""), 11),
        ("（2020）", Fault::UnknownCourt(String::new()), 6),
        ("（2020）辽0102民初号", Fault::MissingSerial, 13),
        ("（2020）辽0102民初0123号", Fault::LeadingZero, 13),
        ("（2020）辽0102民初0号", Fault::SerialZero, 13),
        ("（2020）辽0102民初1234567890号", Fault::SerialTooLong, 13),
        ("（2020）辽刑核123号", Fault::SerialNot8ForXinghe, 9),
        ("（2020）辽刑核01820143号", Fault::SerialNot8ForXinghe, 9),
        ("（2020）辽0102民初1234", Fault::MissingHao, 17),
        ("（2020）辽0102民初12x34号", Fault::MissingHao, 15),
        ("（2020）辽0102民初1号判决书", Fault::TrailingText("判决书".to_string()), 15),
        ("（2020）辽0102民初1号之", Fault::TrailingText("之".to_string()), 15),
        ("（2020）辽0102民初1号-0", Fault::TrailingText("-0".to_string()), 15),
        ("（2020） 辽 0102 民末 1 号", unknown("民末"), 14),
    ] {
        assert_eq!(err(text), (fault, at), "{text}");
    }
}

#[test]
fn cn_023_numbers_of_notaries_and_arbitrators_are_no_case_numbers() {
    for (text, kind) in [
        ("（2019）辽沈大东证民字第4072号", Foreign::Notarial),
        ("（2017）浙杭钱证内字第493号", Foreign::Notarial),
        ("（2020）京海诚内证字第01289号", Foreign::Notarial),
        ("（2020）京仲裁字第0952号", Foreign::Arbitration),
        ("[2013]宁行复第201号", Foreign::Reconsideration),
    ] {
        assert_eq!(err(text), (Fault::NotACase(kind), 6), "{text}");
    }
}

#[test]
fn cn_022_older_numbers_are_references() {
    for (text, year, word, serial, canonical) in [
        ("（2015）沈中民一终字第00123号", 2015, "沈中民一终", 123, "（2015）沈中民一终字第123号"),
        ("(2009) 和刑初字第 7 号", 2009, "和刑初", 7, "（2009）和刑初字第7号"),
        ("（2016）黑0882刑初字33号", 2016, "黑0882刑初", 33, "（2016）黑0882刑初字第33号"),
    ] {
        let legacy = parse(text).unwrap();
        assert_eq!(legacy, Parsed::Legacy(Legacy { year, word: word.to_string(), serial }));
        assert_eq!(legacy.to_string(), canonical);
        assert_eq!(parse(canonical).unwrap(), legacy);
    }
    assert_eq!(err("（2015）字第1号").0, Fault::UnknownType(String::new()));
    assert_eq!(err("（2015）沈民字第号").0, Fault::MissingSerial);
    assert_eq!(err("（2015）沈民字第0号").0, Fault::SerialZero);
    assert_eq!(err("（2015）沈民字第99999999999号").0, Fault::SerialTooLong);
    assert_eq!(err("（2015）沈民字第1").0, Fault::MissingHao);
}

#[test]
fn documents_of_one_case_are_told_apart_by_a_suffix() {
    for (text, suffix) in [
        ("（2020）辽0102民初1234号之一", Suffix::Zhi(1)),
        ("（2020）辽0102民初1234号之十", Suffix::Zhi(10)),
        ("（2020）辽0102民初1234号之十二", Suffix::Zhi(12)),
        ("（2020）辽0102民初1234号之二十", Suffix::Zhi(20)),
        ("（2020）辽0102民初1234号之九十九", Suffix::Zhi(99)),
        ("（2020）辽0102民初1234号-1", Suffix::Dash(1)),
    ] {
        let number = ok(text);
        assert_eq!((number.suffix, number.to_string().as_str()), (Some(suffix), text));
        assert_eq!(number.of_case(), ok("（2020）辽0102民初1234号"));
    }
    assert_eq!(ok("（2020）辽0102财保1016-1号").suffix, Some(Suffix::Dash(1)));
    assert_eq!(err("（2020）辽0102民初1号-1-1").0, Fault::TrailingText("-1".to_string()));
    assert_eq!(err("（2020）辽0102民初1号之一一").0, Fault::TrailingText("之一一".to_string()));
}

#[test]
fn every_suffix_reads_back() {
    for n in 1..=99 {
        for suffix in [Suffix::Zhi(n), Suffix::Dash(n)] {
            let number = CaseNumber { suffix: Some(suffix), ..number(2020, "辽01", "民终", 5) };
            assert_eq!(ok(&number.to_string()), number);
        }
    }
}

#[test]
fn import_puts_right_what_is_merely_untidy() {
    let imported = import("（2020）辽0102民初0123号").unwrap();
    assert_eq!(imported.parsed.to_string(), "（2020）辽0102民初123号");
    assert_eq!(imported.repairs, Repairs { leading_zero: true, special_before_2019: false });
    assert_eq!(import("（2020）辽0102民初123号").unwrap().repairs, Repairs::default());
    assert_eq!(import("（2020）辽0102民末123号").unwrap_err().fault, Fault::UnknownType("民末".into()));
}

#[test]
fn cn_065_the_search_key_has_no_brackets() {
    let number = ok("（2020）辽0102民初123号");
    assert_eq!(number.search_key(), "2020辽0102民初123");
    for typed in ["2020辽0102民初123", "（2020）辽0102民初123号", "(2020) 辽0102 民初 123 号"] {
        assert_eq!(search_key(typed), number.search_key());
    }
}

#[test]
fn cn_020_round_trip_over_all_words_courts_and_brackets() {
    let mut text = String::new();
    let mut seen = 0;
    for court in courts() {
        for word in Word::all() {
            let serial = if word.drawn_serial() { 10_000_000 + seen } else { 1 + seen };
            let year = if word.in_use(2020) { 2020 } else { 2016 };
            let number = CaseNumber::new(year, court.id, word, serial);
            text.clear();
            number.write_to(&mut text).unwrap();
            assert_eq!(ok(&text), number);
            assert_eq!(number.to_string(), text);
            for (open, close) in [('(', ')'), ('〔', '〕'), ('[', ']')] {
                let other = text.replace('（', &open.to_string()).replace('）', &close.to_string());
                assert_eq!(ok(&other), number);
            }
            for alias in court.aliases.iter().filter(|alias| by_code(alias).is_some()) {
                if alias.starts_with('辽') && alias.len() == "辽0000".len() {
                    assert_eq!(ok(&text.replacen(court.code, alias, 1)), number);
                }
            }
            seen += 1;
        }
    }
    assert_eq!(seen, 128 * 133);
}

#[test]
fn an_entry_holds_the_canonical_text() {
    let number = number(2020, "辽0102", "民初", 1234);
    let json = serde_json::to_string(&number).unwrap();
    assert_eq!(json, "\"（2020）辽0102民初1234号\"");
    assert_eq!(serde_json::from_str::<CaseNumber>(&json).unwrap(), number);
    assert!(serde_json::from_str::<CaseNumber>("\"（2020）京0105民初1号\"").is_err());
    let error = serde_json::from_str::<CaseNumber>("\"（2020）辽0102民末1号\"").unwrap_err();
    assert!(error.to_string().contains("第12个字符处：该年度没有“民末”这一类型代字"));
}

#[test]
fn every_fault_is_a_sentence_with_its_place() {
    let error = parse("（2020）辽010民初1号").unwrap_err();
    assert_eq!(error.to_string(), "第8个字符处：法院代字的数字应为两位（中院）或四位（基层法院），现有3位");
    let mut out = String::new();
    write!(out, "{}", Fault::UnknownType(String::new())).unwrap();
    assert_eq!(out, "缺少类型代字，如“民初”");
}

proptest::proptest! {
    #[test]
    fn any_text_is_read_or_refused_within_its_length(text in "[（(〔\\[]?[0-9]{0,5}[）)\\]]?[辽京最高法沈]{0,3}[0-9]{0,5}[知商执异民初刑核字第证]{0,4}[0-9]{0,10}[号之一十\\-]{0,4}") {
        match parse(&text) {
            Ok(parsed) => {
                let canonical = parsed.to_string();
                proptest::prop_assert_eq!(parse(&canonical).unwrap(), parsed);
            }
            Err(error) => proptest::prop_assert!(error.at <= text.chars().count()),
        }
    }
}
