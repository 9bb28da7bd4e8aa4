//! Relief from the fee as fields (诉讼费缓减免), and read back.

use law::complaint::{Complaint, ReliefAsked, ReliefGround};
use law::life::codes::Relief;

use hall::form::{Field, Kind, Sent};

pub(super) fn fields(complaint: &Complaint) -> Vec<Field> {
    let asked = complaint.relief.as_ref();
    let kinds = Relief::ALL.iter().map(|kind| {
        let told = match kind {
            Relief::Defer => "申请缓交：晚一些再交",
            Relief::Reduce => "申请减交：少交至少三成",
            Relief::Waive => "申请免交：一分不交（只限自然人）",
        };
        (kind.word().to_owned(), told.to_owned())
    });
    let kinds = std::iter::once((String::new(), "按规定交纳".to_owned())).chain(kinds).collect();
    let grounds = ReliefGround::ALL
        .iter()
        .map(|ground| (ground.word().to_owned(), format!("{}：{}", ground.kind().zh(), ground.zh())));
    let grounds = std::iter::once((String::new(), "请选择".to_owned())).chain(grounds).collect();
    let percent = asked.map(|one| one.percent).filter(|percent| *percent > 0);
    vec![
        Field::new("relief", "诉讼费怎样交", Kind::Choice(kinds))
            .hint("确有困难的，可以申请缓交、减交或者免交（司法救助）；法院在立案以前决定。")
            .holding(asked.map_or("", |one| one.kind.word())),
        Field::new("relief_ground", "属于哪一种情形", Kind::Select(grounds))
            .holding(asked.and_then(|one| one.ground).map_or("", ReliefGround::word))
            .when("relief=+"),
        Field::new("relief_percent", "申请减交百分之几", Kind::Line("numeric", "off"))
            .hint("30 至 99。")
            .holding(percent.map(|percent| percent.to_string()).unwrap_or_default())
            .when("relief=reduce"),
        Field::new("relief_proof", "有什么证明", Kind::Text(2))
            .hint("例如“低保证 123 号”“残疾人证”“街道办出具的困难证明”。原件在“证据”一步上传，或者带到窗口。")
            .holding(asked.map_or("", |one| one.proof.as_str()))
            .when("relief=+"),
    ]
}

/// Reads it back; a percentage that is no number is named.
pub(super) fn take(complaint: &mut Complaint, sent: &Sent) -> Vec<(String, String)> {
    let kind = Relief::ALL.iter().copied().find(|kind| kind.word() == sent.text("relief"));
    let Some(kind) = kind else {
        complaint.relief = None;
        return Vec::new();
    };
    let given = sent.text("relief_percent").trim_end_matches('%');
    let read = given.parse::<u8>().ok();
    let wrong = kind == Relief::Reduce && read.is_none() && !given.is_empty();
    complaint.relief = Some(ReliefAsked {
        ground: ReliefGround::ALL.iter().copied().find(|ground| ground.word() == sent.text("relief_ground")),
        kind,
        percent: read.filter(|_| kind == Relief::Reduce).unwrap_or(0),
        proof: sent.text("relief_proof").to_owned(),
    });
    let sentence = "百分比只写数字，例如 50".to_owned();
    if wrong { vec![("relief_percent".to_owned(), sentence)] } else { Vec::new() }
}
