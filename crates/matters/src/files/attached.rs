//! Evidence and its files: which file a piece of evidence is, chosen beside it. A file that is chosen nowhere is handed in
//! all the same, as an attachment.

use ::files::{State, Upload};
use law::complaint::Complaint;

use hall::form::{Field, Kind};

/// Rows of evidence at most.
const MOST: usize = 50;

/// The fields of the evidence with a choice of file behind each; a file that is chosen nowhere gets a row of its own.
pub fn with_files(fields: Vec<Field>, filled: &Complaint, uploads: &[Upload]) -> Vec<Field> {
    let kept: Vec<&Upload> = uploads.iter().filter(|upload| upload.state == State::Kept).collect();
    if kept.is_empty() {
        return fields;
    }
    let none = (String::new(), "不附文件".to_owned());
    let files = kept.iter().map(|upload| (upload.digest.clone().unwrap_or_default(), ::files::shown(&upload.name)));
    let mut options: Vec<(String, String)> = std::iter::once(none).chain(files).collect();
    options.dedup_by(|one, other| one.0 == other.0);
    let choice = |at: usize, digest: &str| {
        Field::new(format!("evidence.{at}.digest"), "对应的文件", Kind::Select(options.clone())).holding(digest)
    };
    let mut all = Vec::new();
    for field in fields {
        let at = field.name.strip_prefix("evidence.").and_then(|rest| rest.strip_suffix(".proves"));
        let at = at.and_then(|at| at.parse::<usize>().ok());
        all.push(field);
        if let Some(at) = at {
            let digest = filled.evidence.get(at).map_or("", |one| one.digest.as_str());
            all.push(choice(at, digest));
        }
    }
    let rows = filled.evidence.len();
    if rows == 0 {
        all.clear();
    }
    let chosen = |digest: &str| filled.evidence.iter().any(|one| one.digest == digest);
    let unchosen = options.iter().skip(1).filter(|(digest, _)| !chosen(digest));
    for (at, (digest, name)) in (rows..MOST).zip(unchosen) {
        all.extend([
            Field::line(format!("evidence.{at}.name"), format!("第 {} 件证据", at + 1))
                .hint(format!("文件“{name}”是什么，例如“送货单”。不是证据的（如身份证）不填，只作为附件提交。")),
            Field::line(format!("evidence.{at}.proves"), "证明什么"),
            choice(at, digest),
        ]);
    }
    all
}
