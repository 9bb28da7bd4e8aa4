//! A plain form with files, read piece by piece: what a browser sends without script.

use ::files::{LIMITS, NewUpload, Place, Upload};
use axum::extract::multipart::{Field, MultipartRejection};
use axum::extract::{FromRequest, Multipart, Request};
use frame::fault::Fault;

use super::upload_fault;
use hall::form::Sent;
use hall::gate::{Who, own, same_site};
use hall::state::Door;
use hall::state::fresh_id;

/// Bytes of a field that is no file, at most.
const FIELD: usize = 4096;
/// Files of one form at most.
const MOST: usize = 50;

/// A form with files. It is read only once it is known who sends it and whether they may.
pub struct Pieces(Result<Multipart, MultipartRejection>);

impl FromRequest<Door> for Pieces {
    type Rejection = Fault;

    async fn from_request(request: Request, door: &Door) -> Result<Pieces, Fault> {
        same_site(request.headers())?;
        Ok(Pieces(Multipart::from_request(request, door).await))
    }
}

fn unreadable() -> Fault {
    Fault::unclear("表单的内容不能读", "请返回上一页重新选择文件上传；已经传好的文件不受影响。")
}

impl Pieces {
    /// Takes the files of the form into a place; gives what was taken and the other fields. The form's token comes first.
    ///
    /// # Errors
    /// When the form was not made by this site for this session; everything wrong with the files, those that were sound
    /// having been taken.
    pub async fn take(self, door: &Door, who: &Who, place: &Place, most: u64) -> Result<(Vec<Upload>, Sent), Fault> {
        let mut parts = self.0.map_err(|_| unreadable())?;
        let (mut taken, mut wrong, mut pairs, mut allowed) = (Vec::new(), Vec::new(), Vec::new(), false);
        while let Some(field) = parts.next_field().await.map_err(|_| unreadable())? {
            let name = field.name().unwrap_or("").to_owned();
            let Some(file) = field.file_name().map(str::to_owned) else {
                pairs.push((name, text(field).await?));
                if !allowed {
                    own(Sent::of(pairs.clone()), &who.signed)?;
                    allowed = true;
                }
                continue;
            };
            if !allowed {
                own(Sent::default(), &who.signed)?;
            }
            // a browser sends a nameless empty file where none was chosen
            if file.is_empty() {
                continue;
            }
            if taken.len() + wrong.len() >= MOST {
                wrong.push(Fault::unclear(format!("一次最多上传 {MOST} 个文件"), "请分几次上传。"));
                break;
            }
            let new = NewUpload { id: fresh_id()?, account: who.account(), place: place.clone(), name: file, size: 0 };
            match door.files().receive(&new, most.min(LIMITS.form_bytes), field, door.now()).await {
                Ok(upload) => taken.push(upload),
                Err(cause) => wrong.push(upload_fault(cause)),
            }
        }
        if !allowed {
            own(Sent::default(), &who.signed)?;
        }
        if wrong.is_empty() { Ok((taken, Sent::of(pairs))) } else { Err(Fault::all(wrong)) }
    }
}

/// A field that is no file.
async fn text(mut field: Field<'_>) -> Result<String, Fault> {
    let mut all = Vec::new();
    while let Some(piece) = field.chunk().await.map_err(|_| unreadable())? {
        if all.len() + piece.len() > FIELD {
            return Err(unreadable());
        }
        all.extend_from_slice(&piece);
    }
    String::from_utf8(all).map_err(|_| unreadable())
}
