//! The plain forms: files added to a draft or a correction, and taken away again.

use ::files::{LIMITS, Place};
use axum::extract::{Path, State};
use axum::response::Redirect;
use court::filing::Matter;
use frame::fault::Fault;
use law::complaint::Step;
use law::ids::{CourtId, Stream};
use permit::Action;

use super::{Pieces, upload_fault};
use crate::act::own;
use crate::filing::correct::asked;
use crate::filing::draft::{complaint, draft_fault};
use crate::filing::status::court_of;
use hall::gate::{Posted, Who, escaped};
use hall::may;
use hall::state::Door;

/// A draft of who asks that takes files.
///
/// # Errors
/// When there is none of theirs, or it has been filed.
pub async fn open_draft(door: &Door, who: &Who, id: &str) -> Result<Place, Fault> {
    may::file(who)?;
    let draft = door.drafts().load(id, who.account()).await.map_err(draft_fault)?;
    match draft.filed {
        Some(_) => Err(Fault::Conflict("这份草稿已经提交，不能再加文件".to_owned())),
        None => Ok(Place::Draft(draft.id)),
    }
}

/// A matter of who asks whose correction takes files.
///
/// # Errors
/// When there is none of theirs, or the notice does not ask for evidence.
pub async fn open_matter(door: &Door, who: &Who, court: CourtId, stream: i64) -> Result<(Place, Matter), Fault> {
    let (matter, _) = own(door, who, court, stream).await?;
    may::upon(who, Action::AnswerCorrection, &matter, false)?;
    let correcting = matter.case.state() == law::life::codes::State::Correcting;
    if !correcting || !asked(&matter).1.contains(&Step::Evidence) {
        return Err(Fault::Conflict("法院现在没有要求补充证据，不能再加文件".to_owned()));
    }
    Ok((Place::Matter(court, Stream(stream)), matter))
}

/// `POST /drafts/{id}/files`.
pub async fn add_to_draft(
    State(door): State<Door>,
    who: Who,
    Path(id): Path<String>,
    pieces: Pieces,
) -> Result<Redirect, Fault> {
    let place = open_draft(&door, &who, &id).await?;
    pieces.take(&door, &who, &place, LIMITS.form_bytes).await?;
    Ok(Redirect::to(&format!("/drafts/{id}/evidence#files")))
}

/// `POST /drafts/{id}/files/{upload}/remove`.
pub async fn remove_from_draft(
    State(door): State<Door>,
    who: Who,
    Path((id, upload)): Path<(String, String)>,
    posted: Posted,
) -> Result<Redirect, Fault> {
    posted.of(&who)?;
    open_draft(&door, &who, &id).await?;
    door.files().remove(&upload, who.account(), &[]).await.map_err(upload_fault)?;
    unname(&door, &who, &id).await?;
    Ok(Redirect::to(&format!("/drafts/{id}/evidence#files")))
}

/// Evidence of a draft names no file that was taken away.
async fn unname(door: &Door, who: &Who, id: &str) -> Result<(), Fault> {
    let left = door.files().of_draft(id).await.map_err(upload_fault)?;
    let draft = door.drafts().load(id, who.account()).await.map_err(draft_fault)?;
    let mut filled = complaint(&draft.body);
    let there = |digest: &str| left.iter().any(|upload| upload.digest.as_deref() == Some(digest));
    let gone = filled.evidence.iter_mut().filter(|one| !one.digest.is_empty() && !there(&one.digest));
    let mut changed = false;
    for one in gone {
        one.digest.clear();
        changed = true;
    }
    if changed {
        let body = serde_json::to_string(&filled).map_err(|cause| Fault::unavailable(&cause))?;
        door.drafts().save(&draft, &body, door.now()).await.map_err(draft_fault)?;
    }
    Ok(())
}

/// `POST /filings/{code}/{stream}/files`.
pub async fn add_to_matter(
    State(door): State<Door>,
    who: Who,
    Path((code, stream)): Path<(String, i64)>,
    pieces: Pieces,
) -> Result<Redirect, Fault> {
    let (place, _) = open_matter(&door, &who, court_of(&code)?, stream).await?;
    pieces.take(&door, &who, &place, LIMITS.form_bytes).await?;
    Ok(Redirect::to(&format!("/filings/{}/{stream}/correct#files", escaped(&code))))
}

/// `POST /filings/{code}/{stream}/files/{upload}/remove`.
pub async fn remove_from_matter(
    State(door): State<Door>,
    who: Who,
    Path((code, stream, upload)): Path<(String, i64, String)>,
    posted: Posted,
) -> Result<Redirect, Fault> {
    posted.of(&who)?;
    let (_, matter) = open_matter(&door, &who, court_of(&code)?, stream).await?;
    door.files().remove(&upload, who.account(), &matter.files()).await.map_err(upload_fault)?;
    Ok(Redirect::to(&format!("/filings/{}/{stream}/correct#files", escaped(&code))))
}
