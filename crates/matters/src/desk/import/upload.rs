//! A form with a file: read as browsers send it (RFC 7578), whole and within limits. The form is this site's own.

use axum::extract::{FromRequest, Multipart, Request};
use frame::fault::Fault;
use sheet::read::Limits;

use hall::form::Sent;
use hall::gate::{Who, own, same_site};
use hall::state::Door;

/// A file that was handed in with a form of this site.
#[derive(Debug, Clone)]
pub struct Handed {
    sent: Sent,
    file: Vec<u8>,
}

impl Handed {
    /// The file, of a form made by this site for this session.
    ///
    /// # Errors
    /// When it was not.
    pub fn of(self, who: &Who) -> Result<Vec<u8>, Fault> {
        own(self.sent, &who.signed)?;
        Ok(self.file)
    }
}

impl FromRequest<Door> for Handed {
    type Rejection = Fault;

    async fn from_request(request: Request, door: &Door) -> Result<Handed, Fault> {
        same_site(request.headers())?;
        let broken = || Fault::unclear("上传的表单不能读", "请返回上一页，重新选择文件再上传。");
        let mut parts = Multipart::from_request(request, door).await.map_err(|_| broken())?;
        let (mut csrf, mut file) = (String::new(), Vec::new());
        while let Some(part) = parts.next_field().await.map_err(|_| large())? {
            let name = part.name().unwrap_or("").to_owned();
            let bytes = part.bytes().await.map_err(|_| large())?;
            match name.as_str() {
                "csrf" => csrf = String::from_utf8(bytes.to_vec()).map_err(|_| broken())?,
                "file" => file = bytes.to_vec(),
                _ => {}
            }
        }
        Ok(Handed { sent: Sent::of(vec![("csrf".to_owned(), csrf)]), file })
    }
}

/// The file has more bytes than are read, or did not arrive whole.
fn large() -> Fault {
    let most = Limits::default().bytes >> 20;
    Fault::unclear(format!("文件超过 {most} MB，或者没有传完"), "请按年度分成几份；网络中断的，请重新上传。")
}
