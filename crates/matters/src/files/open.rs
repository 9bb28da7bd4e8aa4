//! A file opened again: with the type it was found to have, under its name, and never as a page.

use ::files::Form;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::Response;
use court::filing::Matter;
use frame::fault::Fault;
use permit::Action;

use super::upload_fault;
use crate::act::{open, own};
use crate::filing::status::court_of;
use hall::gate::Who;
use hall::may::upon;
use hall::state::Door;

/// A name as a header carries it (RFC 6266, RFC 8187).
fn disposition(shown: bool, name: &str) -> String {
    let mut encoded = String::new();
    for byte in name.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => encoded.push(char::from(byte)),
            other => encoded.push_str(&format!("%{other:02X}")),
        }
    }
    let way = if shown { "inline" } else { "attachment" };
    format!("{way}; filename*=UTF-8''{encoded}")
}

/// The answer that brings a kept file.
///
/// # Errors
/// When it is not kept.
pub async fn opened(door: &Door, digest: &str, form: Option<Form>, name: &str) -> Result<Response, Fault> {
    let (size, bytes) = door.files().bytes(digest).await.map_err(upload_fault)?;
    let kind = form.and_then(Form::kind);
    let media = kind.map_or("application/octet-stream", |kind| kind.media.as_str());
    let media = if media == "text/plain" { "text/plain; charset=utf-8" } else { media };
    let mut response = Response::new(Body::from_stream(bytes));
    let headers = response.headers_mut();
    let values = [
        (header::CONTENT_TYPE, HeaderValue::from_str(media)),
        (header::CONTENT_DISPOSITION, HeaderValue::from_str(&disposition(kind.is_some_and(|kind| kind.shown), name))),
        (header::CONTENT_LENGTH, HeaderValue::from_str(&size.to_string())),
        (header::X_CONTENT_TYPE_OPTIONS, Ok(HeaderValue::from_static("nosniff"))),
        (HeaderName::from_static("cross-origin-resource-policy"), Ok(HeaderValue::from_static("same-origin"))),
    ];
    for (name, value) in values {
        headers.insert(name, value.map_err(|cause| Fault::unavailable(&cause))?);
    }
    Ok(response)
}

/// A file of a matter, whoever may see it.
async fn of_matter(door: &Door, matter: &Matter, digest: &str) -> Result<Response, Fault> {
    let missing = || Fault::NotFound("这件申请里没有这个文件".to_owned());
    let file = matter.files().into_iter().find(|file| file.digest == digest).ok_or_else(missing)?;
    let (court, stream) = (matter.case.facts.court, matter.case.facts.stream);
    let uploads = door.files().of_matter(court, stream).await.map_err(upload_fault)?;
    let named = uploads.into_iter().find(|upload| upload.digest.as_deref() == Some(digest)).map(|upload| upload.name);
    let plain = || format!("{}.{}", digest.get(..12).unwrap_or(""), file.kind);
    opened(door, digest, Form::parse(&file.kind), &named.unwrap_or_else(plain)).await
}

/// `GET /drafts/{id}/files/{upload}`: a file of an own draft.
pub async fn of_draft(
    State(door): State<Door>,
    who: Who,
    Path((draft, id)): Path<(String, String)>,
) -> Result<Response, Fault> {
    let upload = door.files().load(&id, who.account()).await.map_err(upload_fault)?;
    let missing = || Fault::NotFound("没有这个文件".to_owned());
    let own = upload.place == ::files::Place::Draft(draft);
    let digest = upload.digest.as_deref().filter(|_| own).ok_or_else(missing)?;
    opened(&door, digest, upload.form, &upload.name).await
}

/// `GET /filings/{code}/{stream}/files/{digest}`: a file of an own matter.
pub async fn of_filing(
    State(door): State<Door>,
    who: Who,
    Path((code, stream, digest)): Path<(String, i64, String)>,
) -> Result<Response, Fault> {
    let (matter, _) = own(&door, &who, court_of(&code)?, stream).await?;
    upon(&who, Action::ViewFiling, &matter, false)?;
    of_matter(&door, &matter, &digest).await
}

/// `GET /desk/{code}/{stream}/files/{digest}`: a file of a matter, for the staff who may read its papers.
pub async fn of_desk(
    State(door): State<Door>,
    who: Who,
    Path((code, stream, digest)): Path<(String, i64, String)>,
) -> Result<Response, Fault> {
    let matter = open(&door, &who, (&code, stream), Action::ViewFiling).await?;
    of_matter(&door, &matter, &digest).await
}

#[cfg(test)]
mod tests {
    use super::disposition;

    #[test]
    fn a_name_in_a_header_is_its_own_and_nothing_else() {
        assert_eq!(disposition(true, "合同 1.pdf"), "inline; filename*=UTF-8''%E5%90%88%E5%90%8C%201.pdf");
        assert_eq!(disposition(false, "a\"; x=\r\n.zip"), "attachment; filename*=UTF-8''a%22%3B%20x%3D%0D%0A.zip");
    }
}
