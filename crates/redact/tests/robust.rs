//! Whatever is handed in, the answer is clear, bounded and without panic; and masking twice changes nothing.

use redact::forge::{Dice, forge};
use redact::{Case, Class, Edition, Kind, Masker, Options, Person, Role, Status, Style, Tokens, derive, redact};

fn family() -> Case {
    let persons = vec![
        Person::new("张建国", Role::Party),
        Person::new("张建民", Role::Party),
        Person::new("John Smith", Role::Party),
        Person { aliases: vec!["大明".into()], ..Person::new("李明", Role::Party) },
        Person::unit("沈阳李明商贸有限公司", Role::Party),
        Person::new("冯涛", Role::Judge),
    ];
    Case {
        kind: Kind::Inheritance,
        persons,
        addresses: vec!["沈阳市和平区南京北街12号3-4-5".into()],
        secrets: vec!["配方甲".into()],
        ..Case::default()
    }
}

#[test]
fn odd_texts_are_answered() {
    let case = family();
    let texts = [
        "",
        "\u{0}\u{1}\u{feff}\u{200b}",
        "，。；：、（）()《》“”！？",
        "某某某某某某",
        "原告",
        "原告：",
        "原告（",
        "原告（反诉被告",
        "原告張建國與被告張建民繼承糾紛",
        "患患患患有患",
        "技侦",
        "@@@ a@ @b a@b",
        "住住住住址：",
        "辽A",
        "《《《》》》",
        "微信微信号：",
        "1 2 3 4 5 6 7 8 9 0 1 2 3",
        "😀张😀建😀国😀",
    ];
    for text in texts {
        let masked = redact(text, &case, &Options::default(), &mut Tokens::default());
        assert_eq!(masked.status == Status::Review, !masked.left.is_empty() || !masked.lost.is_empty(), "{text}");
        let _ = derive::case(text);
    }
}

/// Pieces of judgments thrown together.
fn jumble(dice: &mut Dice, pieces: usize) -> String {
    const PIECES: &[&str] = &[
        "张建国",
        "张建民",
        "张",
        "建国",
        "李明",
        "大明",
        "老张",
        "张总",
        "John Smith",
        "李某",
        "李某1",
        "曹某某",
        "，",
        "。",
        "；",
        "\n",
        " ",
        "　",
        "原告",
        "被告",
        "法定代理人",
        "：",
        "（",
        "）",
        "《",
        "》",
        "男",
        "1980年1月1日出生",
        "住",
        "沈阳市和平区",
        "南京北街12号3-4-5",
        "公民身份号码",
        "210102198001011232",
        "139 0000 1111",
        "账户",
        "6222021234567890128",
        "辽A12345",
        "患",
        "抑郁症",
        "、",
        "技术侦查",
        "微信号",
        "abc_1980",
        "a@b.com",
        "不动产权第0123456号",
        "沈阳李明商贸有限公司",
        "配方甲",
        "１３９",
        "O",
        "l",
        "-",
        "2019年",
        "号",
        "审判长",
        "冯涛",
        "证人",
        "绰号\"",
        "\"",
        "的",
    ];
    let words: Vec<&str> = (0..pieces).map(|_| dice.word(PIECES)).collect();
    words.join(if dice.chance(500) { "，" } else { " 、" })
}

#[test]
fn o_032_edits_are_in_order_and_a_second_masking_changes_nothing() {
    let case = family();
    let mut dice = Dice::new(11);
    for options in [
        Options::default(),
        Options { style: Style::MouPerChar, ..Options::default() },
        Options { edition: Edition::Practice2024, ..Options::default() },
    ] {
        let masker = Masker::new(&case, &options);
        for _ in 0..1500 {
            let pieces = dice.between(1, 40);
            let text = jumble(&mut dice, pieces);
            let mut tokens = Tokens::default();
            let masked = masker.mask(&text, &mut tokens);
            assert!(masked.edits.windows(2).all(|pair| pair[0].end <= pair[1].start), "{text}");
            assert_eq!(redact::edit::apply(&text, &masked.edits), masked.text);
            let again = masker.mask(&masked.text, &mut tokens);
            assert_eq!(again.text, masked.text, "{text:?}");
        }
    }
}

#[test]
fn o_033_tokens_of_crosses_and_numbers_behind_names_do_not_change_a_second_time() {
    let named = |names: &[&str]| Case {
        kind: Kind::Family,
        persons: names.iter().map(|name| Person::new(name, Role::Party)).collect(),
        ..Case::default()
    };
    for (names, text, is) in [
        (vec![], "被告张XX发现后，款由张XX1收到。张XX的房屋由张XX1登记。", None),
        (
            vec!["张XX"],
            "被告张XX发现后，款由张XX1收到。张XX的房屋由张XX1登记。",
            Some("被告张某发现后，款由张XX1收到。张某的房屋由张XX1登记。"),
        ),
        (vec!["张建国"], "原告张建国2次到庭，张建国称", Some("原告张某2次到庭，张某称")),
        (vec!["张建国"], "原告张建国1登记，张建国称", Some("原告张某11登记，张某1称")),
        (vec!["张建国"], "原告張建國与張建國之女", Some("原告张某与张某之女")),
    ] {
        let case = if names.is_empty() { derive::case(text) } else { named(&names) };
        let masked = redact(text, &case, &Options::default(), &mut Tokens::default());
        assert_eq!(masked.text, is.unwrap_or(text));
        let again = redact(&masked.text, &case, &Options::default(), &mut Tokens::default());
        assert_eq!(again.text, masked.text);
    }
}

#[test]
fn o_030_a_chain_of_cases_keeps_its_tokens() {
    let case = family();
    let mut tokens = Tokens::default();
    let first = redact("张建民诉张建国", &case, &Options::default(), &mut tokens);
    let stored = serde_json::to_string(&tokens).unwrap();
    let mut tokens: Tokens = serde_json::from_str(&stored).unwrap();
    let second = redact("上诉人张建国、被上诉人张建民", &case, &Options::default(), &mut tokens);
    assert_eq!((first.text.as_str(), second.text.as_str()), ("张某1诉张某2", "上诉人张某2、被上诉人张某1"));
}

#[test]
fn results_are_data() {
    let masked = redact("原告张建国，电话13900001111", &family(), &Options::default(), &mut Tokens::default());
    let stored = serde_json::to_string(&masked).unwrap();
    assert!(stored.contains("\"O-030\"") && stored.contains("\"phone\""), "{stored}");
    assert_eq!(serde_json::from_str::<redact::Redacted>(&stored).unwrap(), masked);
    assert!(masked.edits.iter().any(|edit| edit.class == Class::Name && edit.confidence == 99));
}

#[test]
fn enormous_texts_are_masked_in_a_time_that_grows_with_them() {
    let case = family();
    let masker = Masker::new(&case, &Options::default());
    let sorts: [String; 6] = [
        "1".repeat(3_000_000),
        "1 2-".repeat(700_000),
        "原告张建国，男，住沈阳市和平区南京北街12号，".repeat(40_000),
        "张".repeat(1_000_000),
        "患高血压、".repeat(200_000),
        "技术侦查".repeat(200_000),
    ];
    for text in &sorts {
        let masked = masker.mask(text, &mut Tokens::default());
        assert!(masked.text.len() <= text.len() * 2);
    }
    let _ = derive::case(&"证人张三被告李四".repeat(100_000));
}

#[test]
fn small_seeds_of_the_forge_are_masked_without_a_fault() {
    for seed in 0..300 {
        let forged = forge(seed, 100);
        let masker = Masker::new(&forged.case, &Options::default());
        let masked = masker.mask(&forged.text, &mut Tokens::default());
        assert!(masked.left.is_empty(), "{seed} {:?}", masked.left);
        let again = masker.mask(&masked.text, &mut Tokens::default());
        assert_eq!(again.text, masked.text, "{seed}");
    }
}
