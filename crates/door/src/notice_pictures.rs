//! Pictures of notices: given by those who hang them up, shown and printed with them, told in words to those who do not see.

use ::files::{Form as Kind, LIMITS, Place};
use axum::extract::{Path, State};
use axum::response::{Redirect, Response};
use court::notices::{Notice, NoticeFault, drawing};
use frame::fault::Fault;
use permit::Action;

use crate::notices::failed;
use hall::form::{Field, Form};
use hall::gate::Who;
use hall::may::{own_court, within};
use hall::page::Block;
use hall::state::Door;
use matters::files::{Pieces, opened, upload_fault};

/// The picture of a notice on its page; the board's own drawings stand in the page itself.
pub fn block(notice: &Notice) -> Option<Block> {
    if let Some((svg, alt)) = drawing(notice) {
        return Some(Block::Drawing(svg.to_owned(), alt, String::new()));
    }
    notice.picture.as_ref()?;
    let alt = notice.picture_alt.clone().unwrap_or_default();
    Some(Block::Picture(format!("/notices/{}/picture", notice.number), alt, String::new()))
}

/// The form that gives a notice its picture.
pub fn form(notice: &Notice, who: &Who) -> Block {
    let to = format!("/desk/notices/{}/picture", notice.number);
    let most = LIMITS.notice_bytes / (1024 * 1024);
    let form = Form::new(to, who.csrf(), if notice.picture.is_some() { "换图片" } else { "加图片" })
        .titled(format!("“{}”的图片", notice.title))
        .with(
            Field::line("alt", "图片说明")
                .hint("写图上有什么，读给看不见的人听；例如“洗手的步骤图，共六步”。")
                .holding(notice.picture_alt.clone().unwrap_or_default())
                .needed(),
        )
        .with(
            Field::new("file", "图片", hall::form::Kind::File("image/png,image/jpeg"))
                .hint(format!("PNG 或者 JPG，不超过 {most} MB。"))
                .needed(),
        )
        .quiet();
    Block::Form(Box::new(form))
}

/// `POST /desk/notices/{number}/picture`.
pub async fn give(
    State(door): State<Door>,
    who: Who,
    Path(number): Path<i64>,
    pieces: Pieces,
) -> Result<Redirect, Fault> {
    let court = own_court(&who)?;
    within(&who, Action::ManageNotices, court)?;
    let (taken, sent) = pieces.take(&door, &who, &Place::Loose, LIMITS.notice_bytes).await?;
    let picture = taken.iter().find(|upload| matches!(upload.form, Some(Kind::Png | Kind::Jpg)));
    let kept = match picture.and_then(|upload| upload.digest.as_deref()) {
        None => Err(Fault::unclear("没有选图片，或者选的不是 PNG、JPG 图片", "请选一张图片再上传。")),
        Some(digest) => door.board().set_picture(court, number, digest, sent.text("alt")).await.map_err(told),
    };
    if let Err(cause) = kept {
        for upload in &taken {
            door.files().remove(&upload.id, who.account(), &[]).await.map_err(upload_fault)?;
        }
        return Err(cause);
    }
    Ok(Redirect::to(&format!("/notices/{number}")))
}

fn told(cause: NoticeFault) -> Fault {
    match cause {
        NoticeFault::Wrong(fields) => {
            Fault::all(fields.into_iter().map(|(_, what)| Fault::unclear(what, "请改好后重新上传。")).collect())
        }
        other => failed(other),
    }
}

/// `GET /notices/{number}/picture`.
pub async fn show(State(door): State<Door>, Path(number): Path<i64>) -> Result<Response, Fault> {
    let notice = door.board().one(number).await.map_err(failed)?;
    let digest = notice.picture.ok_or_else(|| Fault::NotFound("这则公告没有图片".to_owned()))?;
    let form = door.files().form_of(&digest).await.map_err(upload_fault)?;
    opened(&door, &digest, Some(form), &format!("notice-{number}.{}", form.word())).await
}
