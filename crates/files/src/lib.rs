//! Files handed in (电子化诉讼材料): taken piece by piece, checked by content, kept beside the log by digest and never in
//! the database. Who may hand in or open what is not asked here.

mod bucket;
mod check;
mod fault;
mod hashing;
mod kind;
mod name;
mod shelf;
mod upload;

pub use bucket::Bucket;
pub use check::{Found, check, head};
pub use fault::UploadFault;
pub use kind::{Form, Kind, LIMITS, Limits, kinds, largest};
pub use name::{faults as name_faults, shown};
pub use shelf::Shelf;
pub use upload::{Files, NewUpload, Place, State, Upload};
