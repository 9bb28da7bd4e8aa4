//! What would be public of a document as it is decided now, to be saved: as a text and as a DOCX. Neither holds anything of the
//! file that was handed in.

use axum::extract::{Path, State};
use axum::response::Response;
use frame::fault::Fault;
use hall::files::saved;
use hall::gate::Who;
use hall::state::Door;

use super::seen;

/// The media type of a DOCX.
const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// Where a document stands: code of the court, number of the matter, which of its documents.
type At = Path<(String, i64, i64)>;

/// The name it is saved under, but for its end, and the text.
async fn masked(door: &Door, who: &Who, Path((code, stream, nth)): At) -> Result<(String, String), Fault> {
    let opened = seen(door, who, (&code, stream, nth)).await?;
    Ok((format!("{}（隐名）", opened.title()), opened.sheet.masked(&opened.paper.text)))
}

/// `GET /desk/{code}/{stream}/judgments/{nth}/masked.txt`.
pub async fn text(State(door): State<Door>, who: Who, at: At) -> Result<Response, Fault> {
    let (name, text) = masked(&door, &who, at).await?;
    Ok(saved("text/plain; charset=utf-8", &format!("{name}.txt"), text.into_bytes()))
}

/// `GET /desk/{code}/{stream}/judgments/{nth}/masked.docx`.
pub async fn docx(State(door): State<Door>, who: Who, at: At) -> Result<Response, Fault> {
    let (name, text) = masked(&door, &who, at).await?;
    let file = tokio::task::spawn_blocking(move || redact::docx::written(&text)).await;
    let file = file.map_err(|cause| Fault::unavailable(&cause))?.map_err(|cause| Fault::unavailable(&cause))?;
    Ok(saved(DOCX, &format!("{name}.docx"), file))
}
