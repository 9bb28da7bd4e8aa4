//! Judgments made public (司法公开): taken in, masked, looked over by whoever made them and checked by another, published, and
//! taken back where a reader finds an error.
//!
//! What must go from a text is `redact`'s; how a document is kept and entered is `court`'s. Here stand the pages between.

pub mod api;
mod desk;
mod facts;
mod public;
mod sheet;
mod shown;
mod taken;
mod terms;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use frame::fault::Fault;
use hall::state::Door;

use court::publication::PaperFault;
use court::reports::ReportFault;

pub use sheet::{Ending, Sheet, Source, Verdict};
pub use taken::{Form, Taken, TakenFault, taken};

/// The routes of staff.
pub fn staff() -> Router<Door> {
    Router::new()
        .route("/desk/judgments", get(desk::list::list))
        .route("/desk/judgments/reports/{number}", get(desk::reports::show).post(desk::reports::answer))
        .route(
            "/desk/{code}/{stream}/judgments",
            get(desk::case::show).post(desk::case::hand_in).layer(DefaultBodyLimit::max(desk::case::FORM)),
        )
        .route("/desk/{code}/{stream}/judgments/{nth}", get(desk::review::show).post(desk::mark::mark))
        .route("/desk/{code}/{stream}/judgments/{nth}/masked.txt", get(desk::masked::text))
        .route("/desk/{code}/{stream}/judgments/{nth}/masked.docx", get(desk::masked::docx))
        .route("/desk/{code}/{stream}/judgments/{nth}/{act}", post(desk::decide::act))
}

/// The routes of anybody.
pub fn open() -> Router<Door> {
    Router::new()
        .route("/judgments", get(public::list::list))
        .route("/judgments/report", get(public::report::looked_up))
        .route("/judgments/{code}/{stream}/{nth}", get(public::one::show))
        .route("/judgments/{code}/{stream}/{nth}/text", get(public::one::text))
        .route("/judgments/{code}/{stream}/{nth}/report", get(public::report::form).post(public::report::send))
}

/// What came of a document, as a page says it.
pub(crate) fn paper_fault(cause: PaperFault) -> Fault {
    match cause {
        PaperFault::NotFound => Fault::NotFound("没有这份文书".to_owned()),
        PaperFault::Moved => Fault::Conflict(PaperFault::Moved.to_string()),
        PaperFault::Length => Fault::unclear(PaperFault::Length.to_string(), "请核对后重新提交。"),
        PaperFault::OwnWork => Fault::Denied(PaperFault::OwnWork.to_string()),
        PaperFault::NotDone(cause) => hall::gate::not_done(cause),
        other => Fault::unavailable(&other),
    }
}

/// What came of a report, as a page says it.
pub(crate) fn report_fault(cause: ReportFault) -> Fault {
    match cause {
        ReportFault::NotFound => Fault::NotFound("没有这条反映".to_owned()),
        ReportFault::Moved => Fault::Conflict(ReportFault::Moved.to_string()),
        ReportFault::Length => Fault::unclear(ReportFault::Length.to_string(), "请改好后重新提交。"),
        ReportFault::TooMany => Fault::TooMany(ReportFault::TooMany.to_string()),
        ReportFault::Store(cause) => Fault::unavailable(&cause),
    }
}
