//! Letters and one-time codes as text messages, through the gateway of a provider: one POST a message.

use std::fmt;
use std::time::Duration;

use http_body_util::{BodyExt as _, Full, Limited};
use hyper::body::Bytes;
use hyper::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use hyper::{Request, StatusCode};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde_json::Value;

use crate::Letters;
use crate::send::Outcome;
use crate::settings::SmsGateway;
use crate::text::{Outgoing, escaped, line};

/// The gateway answers within this time.
const PATIENCE: Duration = Duration::from_secs(15);
/// Bytes of an answer that are read at most.
const LONGEST: usize = 64 * 1024;

/// The way to the gateway.
pub(crate) struct Gateway {
    client: Client<HttpsConnector<HttpConnector>, Full<Bytes>>,
    settings: SmsGateway,
}

impl fmt::Debug for Gateway {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Gateway(…)")
    }
}

/// Why a one-time code did not leave the house, as whoever asked for it is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unsent {
    /// No gateway is set.
    NoGateway,
    /// The gateway did not take it.
    Failed,
}

impl Gateway {
    /// The way by these settings.
    pub(crate) fn new(settings: SmsGateway) -> Result<Gateway, String> {
        let connector = HttpsConnectorBuilder::new()
            .with_provider_and_native_roots(rustls::crypto::ring::default_provider())
            .map_err(|cause| format!("sms：系统没有可用的根证书（{cause}）"))?
            .https_or_http()
            .enable_http1()
            .build();
        Ok(Gateway { client: Client::builder(TokioExecutor::new()).build(connector), settings })
    }

    /// Sends a message to a phone.
    pub(crate) async fn send(&self, phone: &str, letter: &Outgoing) -> Outcome {
        let Ok(request) = self.request(phone, letter) else {
            return Outcome::Never("短信请求不能写成".to_owned());
        };
        match tokio::time::timeout(PATIENCE, self.ask(request)).await {
            Ok(Some((status, body))) => self.came_of(status, &body),
            Ok(None) => Outcome::Later("和短信网关的连接中断或者没有建立".to_owned()),
            Err(_) => Outcome::Later("短信网关没有及时答复".to_owned()),
        }
    }

    fn request(&self, phone: &str, letter: &Outgoing) -> Result<Request<Full<Bytes>>, hyper::http::Error> {
        let mut request = Request::post(&self.settings.url).header(CONTENT_TYPE, &self.settings.content_type);
        for (name, value) in &self.settings.headers {
            request = request.header(HeaderName::try_from(name)?, HeaderValue::try_from(&value.0)?);
        }
        request.body(Full::new(Bytes::from(self.body(phone, letter))))
    }

    /// The body with its places filled, each escaped as the type needs; what is filled in is not read for places again.
    fn body(&self, phone: &str, letter: &Outgoing) -> String {
        let json = self.settings.content_type == "application/json";
        let mut out = String::new();
        let mut rest = self.settings.body.as_str();
        while let Some(at) = rest.find('{') {
            let (before, from) = rest.split_at(at);
            out.push_str(before);
            let places = [("{phone}", phone), ("{text}", &letter.text), ("{id}", &letter.id)];
            let found = places.iter().find_map(|(place, value)| Some((from.strip_prefix(place)?, value)));
            match found {
                Some((after, value)) => {
                    out.push_str(&if json { in_json(value) } else { escaped(value) });
                    rest = after;
                }
                None => {
                    out.push('{');
                    rest = from.strip_prefix('{').unwrap_or("");
                }
            }
        }
        out.push_str(rest);
        out
    }

    async fn ask(&self, request: Request<Full<Bytes>>) -> Option<(StatusCode, Bytes)> {
        let answer = self.client.request(request).await.ok()?;
        let status = answer.status();
        let body = Limited::new(answer.into_body(), LONGEST).collect().await.ok()?;
        Some((status, body.to_bytes()))
    }

    /// 2xx and, where one is set, the field of the answer: taken. 4xx but for too many: never to be taken.
    fn came_of(&self, status: StatusCode, body: &[u8]) -> Outcome {
        let code = status.as_u16();
        let settled = status.is_client_error() && !matches!(code, 401 | 403 | 408 | 425 | 429);
        if settled {
            return Outcome::Never(format!("短信网关拒收（{code}）"));
        }
        if !status.is_success() {
            return Outcome::Later(format!("短信网关暂时不收（{code}）"));
        }
        let Some((field, wanted)) = &self.settings.success else { return Outcome::Sent };
        let answer: Value = serde_json::from_slice(body).unwrap_or(Value::Null);
        let found = field.split('.').try_fold(&answer, |value, name| value.get(name));
        let said = found.map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned));
        match said {
            Some(said) if said == *wanted => Outcome::Sent,
            // codes of a provider are short words or numbers; anything longer may repeat what was sent
            Some(said) => Outcome::Later(format!("短信网关答复 {}", line(&said).chars().take(20).collect::<String>())),
            None => Outcome::Later("短信网关的答复里没有约定的字段".to_owned()),
        }
    }
}

/// A text as it stands between quotes in JSON.
fn in_json(text: &str) -> String {
    let quoted = Value::from(text).to_string();
    quoted.get(1..quoted.len().saturating_sub(1)).unwrap_or_default().to_owned()
}

impl Letters {
    /// Whether one-time codes can be sent.
    pub fn sends_codes(&self) -> bool {
        self.0.sms.is_some()
    }

    /// Sends a one-time code at once; it is not tried again, for whoever waits asks again.
    ///
    /// # Errors
    /// Why it did not leave.
    pub async fn send_code(&self, phone: &str, code: &str) -> Result<(), Unsent> {
        let gateway = self.0.sms.as_ref().ok_or(Unsent::NoGateway)?;
        let text = format!("【人民法院】验证码 {code}，五分钟内有效。请勿告诉他人，法院不会向您索要验证码。");
        let letter = Outgoing { id: String::new(), subject: String::new(), text, calendar: None };
        match gateway.send(phone, &letter).await {
            Outcome::Sent => Ok(()),
            Outcome::Later(why) | Outcome::Never(why) | Outcome::Skipped(why) => {
                tracing::error!(%why, "a one-time code was not sent");
                Err(Unsent::Failed)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    fn gateway(body: &str, content_type: &str, success: Option<(&str, &str)>) -> Gateway {
        let success = success.map(|(field, value)| (field.to_owned(), value.to_owned()));
        let (body, content_type) = (body.to_owned(), content_type.to_owned());
        let url = "http://127.0.0.1:9/".to_owned();
        Gateway::new(SmsGateway { url, headers: BTreeMap::new(), body, content_type, success }).unwrap()
    }

    fn letter(text: &str) -> Outgoing {
        Outgoing { id: "7".to_owned(), subject: String::new(), text: text.to_owned(), calendar: None }
    }

    #[test]
    fn what_is_filled_in_breaks_out_of_nothing() {
        let json = gateway(r#"{"to":"{phone}","text":"{text}","id":"{id}"}"#, "application/json", None);
        let body = json.body("138", &letter("a\"},{\"to\":\"1{phone}\n"));
        let read: Value = serde_json::from_str(&body).unwrap();
        assert_eq!(read, serde_json::json!({ "to": "138", "text": "a\"},{\"to\":\"1{phone}\n", "id": "7" }));
        let form = gateway("to={phone}&text={text}", "application/x-www-form-urlencoded", None);
        assert_eq!(form.body("138", &letter("甲&to=1")), "to=138&text=%E7%94%B2%26to%3D1");
    }

    #[test]
    fn an_answer_is_taken_for_what_it_says() {
        let plain = gateway("{phone}{text}", "application/x-www-form-urlencoded", None);
        let never =
            |status: u16| matches!(plain.came_of(StatusCode::from_u16(status).unwrap(), b""), Outcome::Never(_));
        let sent = |status: u16| plain.came_of(StatusCode::from_u16(status).unwrap(), b"") == Outcome::Sent;
        assert!(sent(200) && sent(204) && !sent(302) && !sent(500) && !sent(429));
        assert!(never(400) && never(404) && !never(429) && !never(401) && !never(503));
        let checked = gateway("{phone}{text}", "application/json", Some(("result.code", "0")));
        let said = |body: &str| checked.came_of(StatusCode::OK, body.as_bytes());
        assert_eq!(said(r#"{"result":{"code":0}}"#), Outcome::Sent);
        assert_eq!(said(r#"{"result":{"code":"0"}}"#), Outcome::Sent);
        assert_eq!(said(r#"{"result":{"code":"E7"}}"#), Outcome::Later("短信网关答复 E7".to_owned()));
        assert!(matches!(said("not json"), Outcome::Later(_)));
    }
}
