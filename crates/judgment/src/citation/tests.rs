//! Citations in every writing, each with the place it names.

use super::*;

/// Places as `law label:article[-suffix][.paragraph][(item)]`.
fn places(text: &str) -> Vec<String> {
    citations(text)
        .iter()
        .map(|c| {
            let label = crate::laws::find(&c.law).map_or(c.law.as_ref(), |law| law.label());
            let mut out = format!("{label}:{}", c.article);
            if let Some(suffix) = c.article_suffix {
                out.push_str(&format!("-{suffix}"));
            }
            if let Some(paragraph) = c.paragraph {
                out.push_str(&format!(".{paragraph}"));
            }
            if let Some(item) = c.item {
                out.push_str(&format!("({item})"));
            }
            out
        })
        .collect()
}

#[test]
fn citations_are_read_in_every_writing() {
    for (text, expected) in [
        ("《中华人民共和国民法典》第一千一百六十五条第二款", vec!["民法典:1165.2"]),
        ("依照《民法典》第1165条的规定", vec!["民法典:1165"]),
        ("《民法典》第１１６５条第２款", vec!["民法典:1165.2"]),
        (
            "依照《中华人民共和国刑法》第一百一十九条、第一百二十条第一款第（三）项之规定",
            vec!["刑法:119", "刑法:120.1(3)"],
        ),
        ("《刑法》第一百三十三条之一第一款第（一）项、第（三）项", vec!["刑法:133-1.1(1)", "刑法:133-1.1(3)"]),
        (
            "《刑法》第六十七条第一款、第三款，第七十二条第一、三款",
            vec!["刑法:67.1", "刑法:67.3", "刑法:72.1", "刑法:72.3"],
        ),
        ("《民法典》第十条至第十二条", vec!["民法典:10", "民法典:11", "民法典:12"]),
        ("《民法典》第十至十二条", vec!["民法典:10", "民法典:11", "民法典:12"]),
        ("《民法典》第五百零九条、五百七十七条", vec!["民法典:509", "民法典:577"]),
        ("《民法典》第五百零九、五百七十七条及第六百七十五条", vec!["民法典:509", "民法典:577", "民法典:675"]),
        ("民法典1165", vec!["民法典:1165"]),
        ("刑法264、266条", vec!["刑法:264", "刑法:266"]),
        ("刑法133条之一", vec!["刑法:133-1"]),
        ("民诉法第64条第1款", vec!["民事诉讼法:64.1"]),
        ("《中华人民共和国民事诉讼法》（2017年修正）第一百四十四条", vec!["民事诉讼法:144"]),
        ("《中华人民共和国刑法》分则第三章第一百四十一条", vec!["刑法:141"]),
        ("合同法解释（二）第二十九条", vec!["合同法解释（二）:29"]),
        (
            "依照《刑法》第十条、《刑诉法》第二百三十六条第一款第（一）、（二）项",
            vec!["刑法:10", "刑事诉讼法:236.1(1)", "刑事诉讼法:236.1(2)"],
        ),
        ("《物业管理条例》第七条、《辽宁省物业管理条例》第九条", vec!["物业管理条例:7", "辽宁省物业管理条例:9"]),
        ("依 照《中華人民共和國 刑法》第 二百 六十四\n條之規定", vec!["刑法:264"]),
    ] {
        assert_eq!(places(text), expected, "{text}");
    }
}

#[test]
fn words_that_lean_on_what_was_named_before_are_resolved() {
    for (text, expected, via) in [
        ("依照《民法典》第十条，该法第十一条也作了规定", vec!["民法典:10", "民法典:11"], Via::ThisLaw),
        ("《刑法》第六条。同法第七条第二款", vec!["刑法:6", "刑法:7.2"], Via::SameLaw),
        ("《刑法》第六条第三款规定；前款所称", vec!["刑法:6.3", "刑法:6.2"], Via::Preceding),
        ("《刑法》第六条第三款，同条第一款", vec!["刑法:6.3", "刑法:6.1"], Via::Preceding),
        ("《民法典》第十条、第十一条", vec!["民法典:10", "民法典:11"], Via::List),
    ] {
        assert_eq!(places(text), expected, "{text}");
        assert_eq!(citations(text).last().unwrap().via, via, "{text}");
    }
    assert_eq!(citations("《中华人民共和国民法典》第一条")[0].via, Via::FullName);
    assert_eq!(citations("《民法典》第一条")[0].via, Via::Abbreviation);
}

#[test]
fn short_names_the_text_declares_are_known_from_then_on() {
    let text = "《最高人民法院关于审理民间借贷案件适用法律若干问题的规定》（以下简称《借贷新规》）第二十五条，\
        《借贷新规》第二十八条，以及借贷新规第三十条";
    let label = "民间借贷司法解释";
    assert_eq!(places(text), [format!("{label}:25"), format!("{label}:28"), format!("{label}:30")]);
    let unknown = "《某市停车办法》（以下简称停车办法）规定了收费。依停车办法第三条";
    assert_eq!(places(unknown), ["某市停车办法:3"]);
    assert!(!citations(unknown)[0].known);
}

#[test]
fn interpretations_are_known_by_their_long_titles() {
    for text in [
        "《最高人民法院关于适用〈中华人民共和国民事诉讼法〉的解释》第九十条",
        "《最高人民法院关于适用<中华人民共和国民事诉讼法>的解释》第九十条",
        "《最高人民法院关于适用《中华人民共和国民事诉讼法》的解释》第九十条",
        "最高人民法院《关于适用〈中华人民共和国民事诉讼法〉的解释》第九十条",
        "《民诉法解释》第九十条",
        "民诉法解释90条",
    ] {
        assert_eq!(places(text), ["民事诉讼法解释:90"], "{text}");
    }
}

#[test]
fn what_is_no_law_is_not_cited() {
    for text in [
        "",
        "《借款合同》第三条约定",
        "双方在合同第十条约定",
        "《公司员工管理规定》第五条",
        "民法典2020年颁布",
        "刑法3人",
        "依照法律规定",
        "第一百条",
        "该法第三条",
        "前款规定",
        "《",
        "《《《《",
        "《刑法》第九千九百九十九条",
        "《刑法》第九九九九九九九九九九九九九九九九九九九九九条",
    ] {
        assert_eq!(places(text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn spans_hold_what_the_text_says() {
    let text = "依照《民法典》第 十 条第一款、第二款和第十一条之规定，判决如下";
    let found: Vec<&str> = citations(text).iter().map(|c| &text[c.span.clone()]).collect();
    assert_eq!(found, ["《民法典》第 十 条第一款", "第二款", "第十一条"]);
    let range = "《民法典》第十条至第十二条";
    let found: Vec<&str> = citations(range).iter().map(|c| &range[c.span.clone()]).collect();
    assert_eq!(found, ["《民法典》第十条", "第十条至第十二条", "第十二条"]);
}

#[test]
fn an_edition_named_behind_the_title_is_kept() {
    assert_eq!(citations("《民事诉讼法》（2012年修正）第十条")[0].edition, Some(2012));
    assert_eq!(citations("《民事诉讼法》第十条")[0].edition, None);
    let numbered = citations("《民诉法解释》（法释〔2015〕5号，以下简称《解释》）第九十条，《解释》第91条");
    assert_eq!(numbered.iter().map(|c| (c.article, c.edition)).collect::<Vec<_>>(), [(90, None), (91, None)]);
}

#[test]
fn a_citation_is_written_as_a_court_writes_it() {
    let found = citations("刑法133条之一第一款第(三)项");
    assert_eq!(found[0].to_string(), "《中华人民共和国刑法》第一百三十三条之一第一款第（三）项");
}
