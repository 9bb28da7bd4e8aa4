//! Settings read from TOML. Whatever is wrong is said at once, each with the name it has in the file.

use std::collections::BTreeMap;

use hyper::Uri;
use hyper::header::{HeaderName, HeaderValue};
use lettre::message::Mailbox;
use toml::{Table, Value};

use super::{Hidden, MailServer, Retry, Security, Settings, SmsGateway};

/// The names in the file that are read here.
pub const KEYS: [&str; 4] = ["base_url", "mail", "sms", "letters"];

/// A table being read: its name, what it holds, what of it was asked for, and what is wrong.
struct Part<'a> {
    name: &'a str,
    table: &'a Table,
    known: Vec<&'static str>,
    wrong: &'a mut Vec<String>,
}

impl Part<'_> {
    fn at(&self, key: &str) -> String {
        if self.name.is_empty() { key.to_owned() } else { format!("{}.{key}", self.name) }
    }

    fn wrong(&mut self, key: &str, what: &str) {
        let at = self.at(key);
        self.wrong.push(format!("{at}：{what}"));
    }

    fn text(&mut self, key: &'static str) -> Option<String> {
        self.known.push(key);
        match self.table.get(key)? {
            Value::String(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
            _ => {
                self.wrong(key, "应当是引号里的一段文字，不能为空");
                None
            }
        }
    }

    fn needed(&mut self, key: &'static str, what: &str) -> String {
        let missing = !self.table.contains_key(key);
        let text = self.text(key);
        if missing {
            self.wrong(key, what);
        }
        text.unwrap_or_default()
    }

    fn number(&mut self, key: &'static str, (least, most): (i64, i64), instead: i64) -> i64 {
        self.known.push(key);
        match self.table.get(key) {
            None => instead,
            Some(Value::Integer(n)) if (least..=most).contains(n) => *n,
            Some(_) => {
                self.wrong(key, &format!("应当是 {least} 至 {most} 的整数"));
                instead
            }
        }
    }

    fn end(mut self) {
        let strange: Vec<String> =
            self.table.keys().filter(|key| !self.known.contains(&key.as_str())).cloned().collect();
        for key in strange {
            self.wrong(&key, "没有这个设置，请核对名称");
        }
    }
}

impl Settings {
    /// Reads the settings of letters out of a file's table; `env` tells what stands in the environment, `file` what stands
    /// in another file.
    ///
    /// # Errors
    /// Everything that is wrong, each a sentence.
    pub fn read(
        file: &Table,
        env: &dyn Fn(&str) -> Option<String>,
        content: &dyn Fn(&str) -> Result<String, String>,
    ) -> Result<Settings, Vec<String>> {
        let mut wrong = Vec::new();
        let mut settings = Settings::default();
        let mut root = Part { name: "", table: file, known: Vec::new(), wrong: &mut wrong };
        if let Some(base) = root.text("base_url") {
            settings.base_url = base.trim_end_matches('/').to_owned();
            if address(&settings.base_url).is_err() || settings.base_url.contains(['?', '#', '@']) {
                root.wrong("base_url", "应当是本站对外的地址，如 https://court.example");
            }
        }
        for (key, needs) in [("mail", "邮件"), ("sms", "短信")] {
            if file.contains_key(key) && !file.contains_key("base_url") {
                root.wrong("base_url", &format!("{needs}里的链接要用本站对外的地址，请写明"));
            }
        }
        if let Some(table) = table(file, "mail", &mut wrong) {
            settings.mail = Some(mail(table, env, content, &mut wrong));
        }
        if let Some(table) = table(file, "sms", &mut wrong) {
            settings.sms = Some(sms(table, env, &mut wrong));
        }
        if let Some(table) = table(file, "letters", &mut wrong) {
            settings.retry = retry(table, settings.retry, &mut wrong);
        }
        wrong.sort();
        wrong.dedup();
        if wrong.is_empty() { Ok(settings) } else { Err(wrong) }
    }
}

fn table<'a>(file: &'a Table, key: &str, wrong: &mut Vec<String>) -> Option<&'a Table> {
    match file.get(key)? {
        Value::Table(table) => Some(table),
        _ => {
            wrong.push(format!("{key}：应当是一节，写作 [{key}]"));
            None
        }
    }
}

/// An address of a site.
pub(crate) fn address(text: &str) -> Result<Uri, ()> {
    let uri: Uri = text.parse().map_err(|_| ())?;
    let scheme = uri.scheme_str().unwrap_or("");
    if ["http", "https"].contains(&scheme) && uri.host().is_some_and(|host| !host.is_empty()) {
        Ok(uri)
    } else {
        Err(())
    }
}

fn mail(
    table: &Table,
    env: &dyn Fn(&str) -> Option<String>,
    content: &dyn Fn(&str) -> Result<String, String>,
    wrong: &mut Vec<String>,
) -> MailServer {
    let mut part = Part { name: "mail", table, known: Vec::new(), wrong };
    let server = part.needed("server", "请写明邮件服务器的名称");
    let security = match part.text("security").as_deref() {
        None | Some("starttls") => Security::StartTls,
        Some("tls") => Security::Tls,
        Some("none") => Security::None,
        Some(_) => {
            part.wrong("security", "应当是 starttls、tls 或者 none");
            Security::StartTls
        }
    };
    let usual = match security {
        Security::StartTls => 587,
        Security::Tls => 465,
        Security::None => 25,
    };
    let port = part.number("port", (1, 65_535), usual);
    let from = part.needed("from", "请写明发件人，如 \"人民法院 <notice@court.example>\"");
    if !from.is_empty() && from.parse::<Mailbox>().is_err() {
        part.wrong("from", "不是一个邮件地址，如 \"人民法院 <notice@court.example>\"");
    }
    let user = part.text("user");
    let password = secret(&mut part, "password", "password_env", env);
    if user.is_some() != password.is_some() {
        part.wrong("user", "user 和 password（或者 password_env）应当同时写明");
    }
    if user.is_some() && security == Security::None {
        part.wrong("security", "不加密的连接不能发送密码；请用 starttls 或者 tls");
    }
    let authority = part.text("ca_file").and_then(|path| {
        content(&path).map_err(|fault| part.wrong("ca_file", &format!("{path} 不能读取（{fault}）"))).ok()
    });
    part.end();
    MailServer { server, port: u16::try_from(port).unwrap_or(587), security, user: user.zip(password), from, authority }
}

/// A secret, in the file or, better, in the environment.
fn secret(
    part: &mut Part<'_>,
    plain: &'static str,
    named: &'static str,
    env: &dyn Fn(&str) -> Option<String>,
) -> Option<Hidden> {
    let text = part.text(plain);
    let Some(name) = part.text(named) else { return text.map(Hidden) };
    if text.is_some() {
        part.wrong(named, &format!("不能和 {plain} 同时写"));
    }
    let found = env(&name).filter(|text| !text.is_empty());
    if found.is_none() {
        part.wrong(named, &format!("环境变量 {name} 没有设置"));
    }
    found.map(Hidden)
}

fn sms(table: &Table, env: &dyn Fn(&str) -> Option<String>, wrong: &mut Vec<String>) -> SmsGateway {
    let mut part = Part { name: "sms", table, known: vec!["headers"], wrong };
    let url = part.needed("url", "请写明短信网关的地址");
    if !url.is_empty() && address(&url).is_err() {
        part.wrong("url", "应当是以 http:// 或者 https:// 开头的地址");
    }
    let body = part.needed("body", "请写明请求正文，用 {phone}、{text} 代表号码和内容");
    for place in ["{phone}", "{text}"] {
        if !body.is_empty() && !body.contains(place) {
            part.wrong("body", &format!("没有 {place}"));
        }
    }
    let content_type = part.text("content_type").unwrap_or_else(|| "application/json".to_owned());
    if !["application/json", "application/x-www-form-urlencoded"].contains(&content_type.as_str()) {
        part.wrong("content_type", "应当是 application/json 或者 application/x-www-form-urlencoded");
    }
    let filled = body.replace("{phone}", "1").replace("{text}", "1").replace("{id}", "1");
    if content_type == "application/json"
        && !body.is_empty()
        && serde_json::from_str::<serde_json::Value>(&filled).is_err()
    {
        part.wrong("body", "不是 JSON；占位符应当写在引号里，如 \"{phone}\"");
    }
    let (field, value) = (part.text("success_field"), part.text("success_value"));
    if field.is_some() != value.is_some() {
        part.wrong("success_field", "success_field 和 success_value 应当同时写明");
    }
    let headers = headers(&mut part, env);
    part.end();
    SmsGateway { url, headers, body, content_type, success: field.zip(value) }
}

/// Headers; `${NAME}` stands for what is in the environment.
fn headers(part: &mut Part<'_>, env: &dyn Fn(&str) -> Option<String>) -> BTreeMap<String, Hidden> {
    let mut headers = BTreeMap::new();
    let table = match part.table.get("headers") {
        None => return headers,
        Some(Value::Table(table)) => table,
        Some(_) => {
            part.wrong("headers", "应当是一节，写作 [sms.headers]");
            return headers;
        }
    };
    for (name, value) in table {
        let at = format!("headers.{name}");
        let Value::String(value) = value else {
            part.wrong(&at, "应当是引号里的一段文字");
            continue;
        };
        let filled = match filled(value, env) {
            Ok(filled) => filled,
            Err(missing) => {
                part.wrong(&at, &format!("环境变量 {missing} 没有设置"));
                continue;
            }
        };
        if HeaderName::from_bytes(name.as_bytes()).is_err() || HeaderValue::from_str(&filled).is_err() {
            part.wrong(&at, "名称或者内容不能作为请求头");
            continue;
        }
        headers.insert(name.clone(), Hidden(filled));
    }
    headers
}

/// A text with `${NAME}` filled in; the name that is not set.
fn filled(text: &str, env: &dyn Fn(&str) -> Option<String>) -> Result<String, String> {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("${") {
        let Some((name, after)) = after.split_once('}') else { break };
        out.push_str(before);
        out.push_str(&env(name).ok_or_else(|| name.to_owned())?);
        rest = after;
    }
    Ok(out + rest)
}

fn retry(table: &Table, usual: Retry, wrong: &mut Vec<String>) -> Retry {
    let mut part = Part { name: "letters", table, known: Vec::new(), wrong };
    let tries = part.number("tries", (1, 100), usual.tries);
    let first = part.number("first_wait_seconds", (1, 86_400), usual.first_ms / 1_000);
    let longest = part.number("longest_wait_seconds", (1, 604_800), usual.longest_ms / 1_000);
    if longest < first {
        part.wrong("longest_wait_seconds", "不能短于 first_wait_seconds");
    }
    part.end();
    Retry { tries, first_ms: first * 1_000, longest_ms: longest * 1_000, ..usual }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Settings, Vec<String>> {
        let env = |name: &str| (name == "SET").then(|| "from the environment".to_owned());
        let content =
            |path: &str| if path == "there.pem" { Ok("pem".to_owned()) } else { Err("没有这个文件".to_owned()) };
        Settings::read(&text.parse().unwrap(), &env, &content)
    }

    #[test]
    fn a_full_file_is_read() {
        let settings = read(
            r#"
            base_url = "https://court.example/"
            [mail]
            server = "smtp.example"
            from = "人民法院 <notice@court.example>"
            user = "notice"
            password_env = "SET"
            ca_file = "there.pem"
            [sms]
            url = "https://gateway.example/send"
            body = '{"to": "{phone}", "text": "{text}", "id": "{id}"}'
            success_field = "result.code"
            success_value = "0"
            [sms.headers]
            Authorization = "Bearer ${SET}"
            [letters]
            tries = 3
            first_wait_seconds = 5
            "#,
        )
        .unwrap();
        assert_eq!(settings.base_url, "https://court.example");
        let mail = settings.mail.unwrap();
        assert_eq!((mail.port, mail.security), (587, Security::StartTls));
        assert_eq!(mail.user, Some(("notice".to_owned(), Hidden("from the environment".to_owned()))));
        let sms = settings.sms.unwrap();
        assert_eq!(sms.headers["Authorization"], Hidden("Bearer from the environment".to_owned()));
        assert_eq!((settings.retry.tries, settings.retry.first_ms), (3, 5_000));
        assert!(!format!("{sms:?}").contains("Bearer"), "secrets do not print");
    }

    #[test]
    fn an_empty_file_sends_nothing() {
        assert_eq!(read(""), Ok(Settings::default()));
    }

    #[test]
    fn everything_wrong_is_said_at_once() {
        let wrong = read(
            r#"
            base_url = "court"
            [mail]
            port = 99999
            security = "ssl"
            from = "nobody"
            user = "a"
            password_env = "UNSET"
            ca_file = "gone.pem"
            colour = "red"
            [sms]
            url = "ftp://x"
            body = '{"to": {phone}'
            success_field = "code"
            [sms.headers]
            "X Y" = "a"
            Token = "${UNSET}"
            [letters]
            tries = 0
            first_wait_seconds = 10
            longest_wait_seconds = 5
            "#,
        )
        .unwrap_err();
        for named in [
            "base_url：",
            "mail.server：",
            "mail.port：",
            "mail.security：",
            "mail.from：",
            "mail.password_env：",
            "mail.user：",
            "mail.ca_file：",
            "mail.colour：没有这个设置",
            "sms.url：",
            "sms.body：没有 {text}",
            "sms.body：不是 JSON",
            "sms.success_field：",
            "sms.headers.X Y：",
            "sms.headers.Token：",
            "letters.tries：",
            "letters.longest_wait_seconds：",
        ] {
            assert!(wrong.iter().any(|one| one.starts_with(named)), "{named} in {wrong:#?}");
        }
        assert_eq!(wrong.len(), 17, "{wrong:#?}");
    }

    #[test]
    fn links_need_the_public_address_and_passwords_a_safe_connection() {
        let wrong =
            read("[mail]\nserver = \"x\"\nfrom = \"a@b.example\"\nsecurity = \"none\"\nuser = \"a\"\npassword = \"b\"");
        let wrong = wrong.unwrap_err();
        assert!(wrong[0].starts_with("base_url：") && wrong[1].starts_with("mail.security："), "{wrong:?}");
        assert_eq!(read("mail = 3").unwrap_err().len(), 2);
    }
}
