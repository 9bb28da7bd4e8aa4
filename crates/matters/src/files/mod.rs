//! Files handed in: by script piece by piece, without script by a plain form; opened again by those who may.

pub mod attached;
mod block;
mod form;
mod handed;
mod open;
pub mod pages;

pub use block::{given, listed};
pub use form::Pieces;
pub use handed::{corrected, drafted, named, unfinished};
pub use open::{of_desk, of_draft, of_filing, opened};

use ::files::UploadFault;
use frame::fault::Fault;

/// What was not taken or found, as a page says it.
pub fn upload_fault(cause: UploadFault) -> Fault {
    let instead = "请按上面说的改好后重新上传；别的文件和填过的内容都还在。";
    match cause {
        UploadFault::NotFound => Fault::NotFound("没有这个文件".to_owned()),
        UploadFault::Wrong(all) | UploadFault::Refused(all) => {
            Fault::all(all.into_iter().map(|what| Fault::unclear(what, instead)).collect())
        }
        UploadFault::TooMany(what) => Fault::unclear(what, instead),
        UploadFault::TooLong => Fault::unclear("传来的内容比声明的长", instead),
        UploadFault::Offset { .. } | UploadFault::Locked | UploadFault::Filed => Fault::Conflict(cause.to_string()),
        UploadFault::Cut { .. } => Fault::TooSlow,
        UploadFault::Disk(_) | UploadFault::Store(_) => Fault::unavailable(&cause),
    }
}
