//! What is handed in with a complaint: the files of its draft or of its correction, as the entry names them. An entry
//! names a file by digest, kind and length, and by nothing that tells of anybody.

use ::files::{State, Upload};
use court::filing::Matter;
use frame::fault::Fault;
use law::complaint::Complaint;
use law::life::papers::PaperFile;

use super::upload_fault;
use hall::gate::Who;
use hall::state::Door;

/// Digests a complaint names.
pub fn named(filled: &Complaint) -> Vec<&str> {
    filled.evidence.iter().map(|one| one.digest.as_str()).filter(|digest| !digest.is_empty()).collect()
}

fn papers(uploads: &[Upload]) -> Vec<PaperFile> {
    let mut all: Vec<PaperFile> = Vec::new();
    for upload in uploads.iter().filter(|upload| upload.state == State::Kept) {
        let (Some(digest), Some(form)) = (&upload.digest, upload.form) else { continue };
        if !all.iter().any(|known| known.digest == *digest) {
            all.push(PaperFile { digest: digest.clone(), kind: form.word().to_owned(), size: upload.size });
        }
    }
    all
}

/// Names of files that are still on their way.
pub fn unfinished(uploads: &[Upload]) -> Vec<String> {
    let coming = uploads.iter().filter(|upload| upload.state == State::Coming);
    coming.map(|upload| ::files::shown(&upload.name)).collect()
}

fn still_coming(uploads: &[Upload]) -> Vec<Fault> {
    let fault = |name: String| Fault::unclear(format!("“{name}”还没有传完"), "请接着传完，或者删除这个文件，再提交。");
    unfinished(uploads).into_iter().map(fault).collect()
}

fn unknown(digest: &str) -> Fault {
    let told: String = hall::gate::shortened(digest);
    Fault::unclear(format!("证据写的文件摘要“{told}”不是您上传的文件"), "请先上传文件，再写它的摘要。")
}

/// The files handed in with a draft. Those its complaint names and that stand nowhere yet are taken along.
///
/// # Errors
/// Everything that is missing or still on its way.
pub async fn drafted(door: &Door, who: &Who, draft: &str, filled: &Complaint) -> Result<Vec<PaperFile>, Fault> {
    let missing = door.files().bind(who.account(), draft, &named(filled)).await.map_err(upload_fault)?;
    let uploads = door.files().of_draft(draft).await.map_err(upload_fault)?;
    let mut wrong: Vec<Fault> = missing.iter().map(|digest| unknown(digest)).collect();
    wrong.extend(still_coming(&uploads));
    if wrong.is_empty() { Ok(papers(&uploads)) } else { Err(Fault::all(wrong)) }
}

/// The files of a matter with those added by its correction.
///
/// # Errors
/// Everything that is missing or still on its way.
pub async fn corrected(door: &Door, matter: &Matter, after: &Complaint) -> Result<Vec<PaperFile>, Fault> {
    let (court, stream) = (matter.case.facts.court, matter.case.facts.stream);
    let uploads = door.files().of_matter(court, stream).await.map_err(upload_fault)?;
    let mut all = matter.files();
    let more = papers(&uploads).into_iter().filter(|file| !all.iter().any(|known| known.digest == file.digest));
    let more: Vec<PaperFile> = more.collect();
    all.extend(more);
    let missing = named(after).into_iter().filter(|digest| !all.iter().any(|file| file.digest == *digest));
    let mut wrong: Vec<Fault> = missing.map(unknown).collect();
    wrong.extend(still_coming(&uploads));
    if wrong.is_empty() { Ok(all) } else { Err(Fault::all(wrong)) }
}
