//! Files on a page: those on their way and those kept, with the form that adds more; and those of a matter, in a table.

use ::files::{Form, State, Upload, kinds, largest};
use court::filing::Matter;
use frame::fault::Fault;
use frame::format::count;

use super::upload_fault;
use hall::files::{FileLine, FilesBlock};
use hall::page::{Block, Table, Text};
use hall::state::Door;

fn length(bytes: i64) -> String {
    let kib = bytes.div_euclid(1024);
    match kib {
        0 => format!("{bytes} 字节"),
        1..=1023 => format!("{} KB", count(kib)),
        _ => format!("{}.{} MB", count(kib / 1024), kib % 1024 * 10 / 1024),
    }
}

fn facts(form: Option<Form>, pages: i64, size: i64) -> String {
    let zh = form.and_then(Form::kind).map_or("", |kind| kind.zh.as_str());
    let pages = if pages > 0 && form == Some(Form::Pdf) { format!("，{pages} 页") } else { String::new() };
    format!("{zh}{pages}，{}", length(size))
}

fn line(upload: &Upload, at: &str, opens: &dyn Fn(&Upload) -> String) -> FileLine {
    let kept = upload.state == State::Kept;
    let share = upload.received.saturating_mul(100).checked_div(upload.size).unwrap_or(0);
    FileLine {
        name: upload.name.clone(),
        href: if kept { opens(upload) } else { String::new() },
        facts: match upload.state {
            State::Kept => facts(upload.form, upload.pages, upload.size),
            State::Coming => {
                format!("还没有传完，已收到 {share}%，共 {}；重新选择同一个文件就接着传", length(upload.size))
            }
            State::Refused => "没有收下".to_owned(),
        },
        digest: upload.digest.clone().unwrap_or_default(),
        state: upload.state.word(),
        faults: upload.faults.clone(),
        remove: format!("{at}/{}/remove", upload.id),
    }
}

/// The files of a place with the form that adds more: `at` is the address of the place's files.
pub fn given(uploads: &[Upload], at: &str, place: String, csrf: &str, staff: bool) -> FilesBlock {
    let pages: i64 = uploads.iter().filter(|upload| upload.state == State::Kept).map(|upload| upload.pages).sum();
    let kept = uploads.iter().filter(|upload| upload.state == State::Kept).count();
    let opens = |upload: &Upload| match &upload.place {
        ::files::Place::Draft(_) => format!("{at}/{}", upload.id),
        _ => String::new(),
    };
    let names: Vec<String> =
        kinds().iter().filter_map(|kind| kind.ends.first()).map(|end| end.to_uppercase()).collect();
    let ends = kinds().iter().flat_map(|kind| kind.ends.iter().map(|end| format!(".{end}")));
    let medias = kinds().iter().map(|kind| kind.media.clone());
    FilesBlock {
        title: if staff { "扫描件和材料" } else { "上传文件" },
        hint: format!(
            "可以拍照，也可以选文件：{}，单个最大 {} GB。传到一半断了网，连上后接着传。",
            names.join("、"),
            largest() / (1024 * 1024 * 1024)
        ),
        csrf: csrf.to_owned(),
        action: at.to_owned(),
        uploads: "/api/v1/uploads",
        place,
        accept: ends.chain(medias).collect::<Vec<_>>().join(","),
        folder: staff,
        files: uploads.iter().map(|upload| line(upload, at, &opens)).collect(),
        count: if kept == 0 { String::new() } else { format!("{kept} 个文件，图片和 PDF 共 {pages} 页") },
    }
}

/// The files of a matter in a table: `at` is the address of the matter as its reader sees it.
///
/// # Errors
/// When storage fails.
pub async fn listed(door: &Door, matter: &Matter, at: &str) -> Result<Option<Block>, Fault> {
    let files = matter.files();
    if files.is_empty() {
        return Ok(None);
    }
    let (court, stream) = (matter.case.facts.court, matter.case.facts.stream);
    let uploads = door.files().of_matter(court, stream).await.map_err(upload_fault)?;
    let mut pages = 0;
    let rows = files.iter().map(|file| {
        let known = uploads.iter().find(|upload| upload.digest.as_deref() == Some(&file.digest));
        let name = known
            .map_or_else(|| format!("{}.{}", file.digest.get(..8).unwrap_or(""), file.kind), |one| one.name.clone());
        let own = known.map_or(0, |one| one.pages);
        pages += own;
        vec![
            Text::link(name, format!("{at}/files/{}", file.digest)),
            Text::from(facts(Form::parse(&file.kind), own, file.size)),
            Text::from(file.digest.as_str()).looking("hash"),
        ]
    });
    let rows: Vec<Vec<Text>> = rows.collect();
    Ok(Some(Block::Table(Table {
        title: "随申请提交的文件".to_owned(),
        heads: vec!["文件", "类型和大小", "摘要（SM3）"],
        count: format!("{} 个，图片和 PDF 共 {pages} 页", rows.len()),
        rows,
        empty: "",
        next: None,
    })))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_said_as_people_say_them() {
        for (bytes, told) in [(5, "5 字节"), (2048, "2 KB"), (1_572_864, "1.5 MB"), (2_147_483_648, "2,048.0 MB")] {
            assert_eq!(length(bytes), told);
        }
        assert_eq!(facts(Some(Form::Pdf), 3, 2048), "PDF 文件，3 页，2 KB");
        assert_eq!(facts(Some(Form::Jpg), 1, 2048), "JPG 图片，2 KB");
    }
}
