//! What is wrong is named: every cell of a row at once, by the law where it is the law, and as files.

use crate::house::{House, csv, sale, told, xlsx};

pub async fn everything_wrong_is_named_at_once(house: House) {
    let row = sale(
        1,
        &[
            ("案号", "（2020）辽0103民初1号"),
            ("案由", "不知道的案由"),
            ("原告类型", ""),
            ("被告证件号", "110105194912310021；-"),
            ("标的额", "一百元"),
            ("立案日期", "2020-02-30"),
            ("承办法官", "nobody"),
            ("合议庭人数", "2"),
            ("适用程序", "随便"),
            ("开庭日期", "2020-04-20；2020-04-01"),
            ("结案方式", "不了了之"),
            ("密级", "绝密"),
        ],
    );
    let checked = house.check(csv(&[row])).await;
    let columns: Vec<String> = told(&checked).into_iter().map(|one| one.1).collect();
    for column in [
        "案号",
        "案由",
        "原告类型",
        "被告证件号",
        "标的额",
        "立案日期",
        "承办法官",
        "合议庭人数",
        "适用程序",
        "开庭日期",
        "结案方式",
        "密级",
    ] {
        assert_eq!(columns.iter().filter(|one| *one == column).count(), 1, "{column} in {:?}", checked.faults);
    }
    assert_eq!((checked.rows, checked.bad, checked.good.len()), (1, 1, 0));
    assert!(checked.faults.iter().all(|one| one.row == 2 && one.instead.ends_with('。')), "{:?}", checked.faults);

    for (given, column, words) in [
        (("案号", ""), "案号", "没有案号"),
        (("案号", "（2014）沈和民一初字第00123号"), "案号", "2015年以前"),
        (("案号", "（2020）京0105民初1号"), "案号", "不是本省"),
        (("案号", "（2020）辽0102民初1号之一"), "案号", "单份文书"),
        (("案号", "（2020）辽0102知民初1号"), "案号", "专门审判代字"),
        (("案号", "（2020）辽0102刑核10000001号"), "案号", "不办理"),
        (("案号", "（2020）辽0102民末1号"), "案号", "类型代字"),
        (("案号", "（2019）辽0102民初1号"), "立案日期", "立案在 2020 年"),
        (("案由", "盗窃罪"), "案由", "不是一类"),
        (("立案日期", "2021-06-02"), "立案日期", "还没有到"),
        (("立案日期", ""), "立案日期", "没有立案日期"),
        (("收到日期", "2020-03-05"), "立案日期", "早于收到日期"),
        (("分案日期", "2020-03-03"), "分案日期", "早于立案日期"),
        (("结案日期", "2020-04-19"), "结案日期", "早于开庭日期"),
        (("分案日期", ""), "分案日期", "没有写分案日期"),
        (("承办法官", ""), "承办法官", "没有写承办法官"),
        (("适用程序", ""), "适用程序", "没有写适用程序"),
        (("结案方式", ""), "结案方式", "没有写结案方式"),
        (("结案日期", ""), "结案日期", "没有写结案日期"),
        (("原告或申请人", ""), "原告或申请人", "没有原告"),
        (("被告类型", "自然人；单位；单位"), "被告类型", "对不上"),
        (("标的额", "-1"), "标的额", "不是金额"),
    ] {
        let checked = house.check(csv(&[sale(1, &[given])])).await;
        let found = told(&checked);
        let fits = found.iter().any(|one| one.1 == column && one.2.contains(words));
        assert!(fits, "{given:?}: {found:?}");
    }

    let twice = house.check(csv(&[sale(1, &[]), sale(2, &[]), sale(1, &[])])).await;
    assert_eq!(told(&twice), [(4, "案号".to_owned(), "与第 2 行的案号相同".to_owned())]);
    assert_eq!((twice.good.len(), twice.bad), (2, 1));
}

pub async fn a_history_the_law_refuses_is_not_taken_over(house: House) {
    let execution =
        [("案号", "（2020）辽0102执8号"), ("适用程序", ""), ("开庭日期", ""), ("结案方式", "终结本次执行程序")];
    let paid = [("案号", "（2020）辽0102执8号"), ("适用程序", ""), ("开庭日期", ""), ("结案方式", "执行完毕")];
    let with = |given: &[(&'static str, &'static str)], more: (&'static str, &'static str)| {
        given.iter().copied().chain([more]).collect::<Vec<_>>()
    };
    for (given, column, words) in [
        (vec![("开庭日期", "")], "开庭日期", "没有开庭不能判决"),
        (vec![("结案方式", "维持")], "结案方式", "不能以"),
        (vec![("适用程序", "速裁程序")], "适用程序", "不能适用"),
        (vec![("适用程序", "普通程序"), ("合议庭人数", "1")], "合议庭人数", "合议庭"),
        (vec![("分案日期", ""), ("承办法官", ""), ("适用程序", ""), ("开庭日期", "")], "分案日期", "没有分案"),
        (vec![("适用程序", "普通程序"), ("开庭日期", "2020-03-06")], "开庭日期", "至少提前3日"),
        (execution.to_vec(), "结案方式", "不能终结本次执行"),
        (paid.to_vec(), "到位金额", "到位金额少于"),
        (with(&paid, ("到位金额", "99999.99")), "到位金额", "到位金额少于"),
    ] {
        let checked = house.check(csv(&[sale(1, &given)])).await;
        let found = told(&checked);
        assert!(found.iter().any(|one| one.1 == column && one.2.contains(words)), "{given:?}: {found:?}");
        assert!(checked.faults.iter().any(|one| one.wrong.contains('（')), "with its basis: {:?}", checked.faults);
    }
    let full = with(&paid, ("到位金额", "100000"));
    let checked = house.check(csv(&[sale(1, &full)])).await;
    assert_eq!(checked.faults, []);
    assert_eq!(checked.good[0].facts.collected, law::fen::Fen(10_000_000));
}

pub async fn the_faults_are_files_that_say_how_to_write_it(house: House) {
    let rows = [sale(1, &[]), sale(2, &[("标的额", "=1+1"), ("密级", "绝\u{202e}密")]), sale(3, &[("案由", "？")])];
    let checked = house.check(xlsx(&rows)).await;
    let (mut plain, mut book) = (Vec::new(), Vec::new());
    import::as_plain(&checked.faults, &mut plain).unwrap();
    import::as_book(&checked.faults, &mut book).unwrap();
    let plain = String::from_utf8(plain).unwrap();
    assert!(plain.starts_with("\u{feff}行,列,读到的,哪里不对,应当怎样\r\n"), "{plain}");
    assert!(plain.contains("3,I 标的额,'=1+1,不是金额"), "{plain}");
    assert!(!plain.contains('\u{202e}') && plain.contains("4,B 案由"), "{plain}");
    let read = sheet_of(&book);
    assert_eq!(read.len(), checked.faults.len() + 1);
    assert_eq!(checked.reasons().iter().map(|one| one.1).sum::<usize>(), 3);
    assert!(checked.reasons().iter().all(|(why, _)| !why.contains("第 ")), "{:?}", checked.reasons());
}

/// The rows of a workbook, as the reader of tables reads them.
fn sheet_of(book: &[u8]) -> Vec<sheet::read::Line> {
    sheet::read::read(book, "错误清单", &sheet::read::Limits::default()).unwrap().lines
}

pub async fn a_file_that_is_no_table_is_told_as_one(house: House) {
    for (file, words) in [
        (b"".to_vec(), "空的"),
        (b"%PDF-1.7".to_vec(), "PDF"),
        ("甲,乙\n1,2\n".as_bytes().to_vec(), "缺少列：案号"),
        ("案号,案号,案由,原告或申请人,原告类型,立案日期\n".as_bytes().to_vec(), "重复的列：案号"),
        (csv(&[]), "没有案件"),
    ] {
        let fault = house.try_check(file).await.unwrap_err();
        let (wrong, instead) = fault.told();
        assert!(wrong.contains(words), "{words}: {wrong}");
        assert!(instead.starts_with('请'), "{instead}");
    }
    let mut more = sale(1, &[]);
    more.push("备注".to_owned());
    let mut file = String::from_utf8(csv(&[more])).unwrap();
    file = file.replacen("\"密级\"", "\"密级\",\"备注\"", 1);
    let checked = house.check(file.into_bytes()).await;
    assert!(checked.notes.iter().any(|note| note.contains("备注")), "{:?}", checked.notes);
    assert!(checked.sound());
}
