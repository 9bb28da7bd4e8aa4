//! Whatever the text: nothing panics, zones cover, spans lie on bounds of characters, cutting stays linear.

#![allow(clippy::indexing_slicing, reason = "a test may fail by panicking")]

use judgment::{Judgment, amounts, citations, cut};
use proptest::prelude::*;

/// Words that begin, end or disturb zones, citations and sums.
const PIECES: [&str; 60] = [
    "沈阳市和平区人民法院",
    "民事判决书",
    "（2020）辽0102民初1号",
    "原告：李明，男",
    "被告张三",
    "委托代理人",
    "一案",
    "诉称，",
    "辩称，",
    "经审理查明，",
    "本院认为，",
    "依照",
    "《中华人民共和国民法典》",
    "《",
    "》",
    "〈",
    "〉",
    "第",
    "一千一百六十五",
    "条",
    "第二款",
    "（三）项",
    "之一",
    "至",
    "、",
    "该法",
    "同条",
    "前款",
    "（以下简称《甲法》）",
    "甲法",
    "判决如下：",
    "裁定如下",
    "案件受理费",
    "如不服本判决",
    "审判长",
    "冯涛",
    "书记员",
    "二〇二〇年六月一日",
    "附：",
    "元",
    "3,000",
    "万",
    "￥",
    "角",
    "。",
    "\n",
    "　",
    " ",
    "\u{200b}",
    "審判長",
    "國",
    "１２",
    "a",
    "\u{0}",
    "😀",
    "é",
    "(",
    ")",
    "：",
    "；",
];

fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        6 => proptest::sample::select(PIECES.to_vec()).prop_map(str::to_owned),
        1 => ".{0,6}",
    ];
    proptest::collection::vec(piece, 0..120).prop_map(|pieces| pieces.concat())
}

fn holds(judgment: &Judgment<'_>) {
    let text = judgment.text;
    let mut end = 0;
    for zone in &judgment.zones {
        assert_eq!(zone.span.start, end, "zones leave no gap and do not overlap");
        assert!(zone.span.end > zone.span.start, "no zone is empty");
        assert!(text.get(zone.span.clone()).is_some(), "zones end between characters");
        end = zone.span.end;
    }
    assert_eq!(end, text.len(), "zones cover the text");
    assert!(judgment.zones.windows(2).all(|pair| pair[0].kind != pair[1].kind));
    for party in &judgment.parties {
        let agents = party.agents.iter().flat_map(|agent| [&agent.name, &agent.span]);
        for span in [&party.name, &party.label, &party.span].into_iter().chain(&party.aliases).chain(agents) {
            assert!(text.get(span.clone()).is_some_and(|part| !part.is_empty()), "{span:?}");
        }
    }
    for member in &judgment.bench {
        assert!(!judgment.at(&member.name).is_empty() && !judgment.at(&member.title).is_empty());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_cut_whole(text in text()) {
        holds(&cut(&text));
    }

    #[test]
    fn spans_of_citations_lie_on_characters_and_in_order(text in text()) {
        let found = citations(&text);
        for citation in &found {
            prop_assert!(text.get(citation.span.clone()).is_some_and(|part| !part.is_empty()));
            prop_assert!(citation.article > 0);
        }
        prop_assert!(found.windows(2).all(|pair| pair[0].span.start <= pair[1].span.start));
    }

    #[test]
    fn sums_lie_on_characters_and_do_not_overlap(text in text()) {
        let found = amounts(&text);
        for money in &found {
            prop_assert!(text.get(money.span.clone()).is_some());
        }
        prop_assert!(found.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start));
    }

    #[test]
    fn numerals_are_read_as_they_are_written(number in 0_u64..1_000_000_000_000) {
        prop_assert_eq!(judgment::numeral::parse(&judgment::numeral::to_chinese(number)), Some(number));
    }
}

/// Hostile texts of a megabyte each: a scan that went back to the beginning would take minutes.
#[test]
fn repeated_words_stay_linear() {
    for piece in [
        "《",
        "《民法典》",
        "（",
        "《甲办法》（以下简称甲法）",
        "审判长",
        "审判长冯涛",
        "原告",
        "原告：李明，",
        "被告李明（",
        "第一条、",
        "《民法典》第一条至",
        "本院认为，",
        "经审理查明，",
        "判决如下：",
        "一万元",
        "，000元",
        "￥1",
        "1",
        "一",
        "\n",
        "附：",
        "案件受理费",
        "。",
        "该法第一条",
        "前款",
        "同条第一款",
        "称，",
        "元",
        "上诉人（原审被告）",
        "、",
        "（）",
        "曾用名",
        "\u{0}",
        "é",
    ] {
        let text = piece.repeat(1_000_000 / piece.len());
        holds(&cut(&text));
        assert!(citations(&text).len() <= text.len());
        assert!(amounts(&text).len() <= text.len());
    }
}
