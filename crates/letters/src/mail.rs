//! Letters as electronic mail over SMTP. It sends one and says what came of it; when to try again is not known here.

use std::time::{Duration, UNIX_EPOCH};

use law::day::Moment;
use lettre::address::AddressError;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Attachment, Mailbox, MultiPart, SinglePart};
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::{Address, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};

use crate::send::Outcome;
use crate::settings::{MailServer, Security};
use crate::text::Outgoing;

/// The server answers each step within this time.
const PATIENCE: Duration = Duration::from_secs(20);
/// The whole of one sending ends within this time, which is shorter than a letter's lease.
const WHOLE: Duration = Duration::from_secs(90);

/// Refusals of who sends, not of the letter: they pass when the settings are put right.
const OF_THE_SENDER: [u16; 4] = [530, 534, 535, 538];

/// The way to a mail server.
#[derive(Debug)]
pub(crate) struct Mail {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    host: String,
}

impl Mail {
    /// The way by these settings; `host` is the name this site gives for itself.
    pub(crate) fn new(settings: &MailServer, host: &str) -> Result<Mail, String> {
        let tls = match settings.security {
            Security::None => Tls::None,
            Security::StartTls => Tls::Required(parameters(settings)?),
            Security::Tls => Tls::Wrapper(parameters(settings)?),
        };
        let builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&settings.server)
            .port(settings.port)
            .tls(tls)
            .hello_name(ClientId::Domain(host.to_owned()))
            .timeout(Some(PATIENCE));
        let builder = match &settings.user {
            Some((user, password)) => builder.credentials(Credentials::new(user.clone(), password.0.clone())),
            None => builder,
        };
        let from = settings.from.parse().map_err(|cause| format!("mail.from：{cause}"))?;
        Ok(Mail { transport: builder.build(), from, host: host.to_owned() })
    }

    /// Sends a letter to an address.
    pub(crate) async fn send(&self, to: &str, letter: &Outgoing, at: Moment) -> Outcome {
        let message = match self.message(to, letter, at) {
            Ok(message) => message,
            Err(fault) => return Outcome::Never(fault),
        };
        match tokio::time::timeout(WHOLE, self.transport.send(message)).await {
            Ok(Ok(_)) => Outcome::Sent,
            Ok(Err(error)) => came_of(&error),
            Err(_) => Outcome::Later("邮件服务器没有及时答复".to_owned()),
        }
    }

    fn message(&self, to: &str, letter: &Outgoing, at: Moment) -> Result<Message, String> {
        let to: Address = to.parse().map_err(|_: AddressError| "邮箱地址不能用".to_owned())?;
        let since = Duration::from_millis(u64::try_from(at.0).unwrap_or_default());
        let builder = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(letter.subject.clone())
            .date(UNIX_EPOCH + since)
            .message_id(Some(format!("<{}@{}>", letter.id, self.host)));
        let text = SinglePart::plain(letter.text.clone());
        let made = match &letter.calendar {
            None => builder.singlepart(text),
            Some(calendar) => {
                let kind =
                    ContentType::parse("text/calendar; charset=utf-8; method=PUBLISH").map_err(|e| e.to_string())?;
                let part = Attachment::new("deadline.ics".to_owned()).body(calendar.clone(), kind);
                builder.multipart(MultiPart::mixed().singlepart(text).singlepart(part))
            }
        };
        let mut message = made.map_err(|_| "邮件不能写成".to_owned())?;
        // RFC 3834: nobody's holiday note answers it
        let name = HeaderName::new_from_ascii_str("Auto-Submitted");
        message.headers_mut().insert_raw(HeaderValue::new(name, "auto-generated".to_owned()));
        Ok(message)
    }
}

fn parameters(settings: &MailServer) -> Result<TlsParameters, String> {
    let builder = TlsParameters::builder(settings.server.clone());
    let builder = match &settings.authority {
        None => builder,
        Some(pem) => {
            let one =
                Certificate::from_pem(pem.as_bytes()).map_err(|_| "mail.ca_file：不是 PEM 格式的证书".to_owned())?;
            builder.add_root_certificate(one)
        }
    };
    builder.build().map_err(|cause| format!("mail：不能建立加密连接（{cause}）"))
}

/// What an error means. The server's own words are left out, for they may hold the address.
fn came_of(error: &Error) -> Outcome {
    let code = error.status().map(u16::from);
    match code {
        Some(code) if error.is_permanent() && !OF_THE_SENDER.contains(&code) => {
            Outcome::Never(format!("邮件服务器拒收（{code}）"))
        }
        Some(code) if error.is_permanent() => Outcome::Later(format!("邮件服务器不接受本站登录（{code}）")),
        Some(code) => Outcome::Later(format!("邮件服务器暂时不收（{code}）")),
        None if error.is_timeout() => Outcome::Later("邮件服务器没有及时答复".to_owned()),
        None if error.is_tls() => Outcome::Later("和邮件服务器的加密连接没有建立".to_owned()),
        None => Outcome::Later("和邮件服务器的连接中断或者没有建立".to_owned()),
    }
}
