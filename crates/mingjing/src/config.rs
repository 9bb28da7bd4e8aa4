//! The configuration file: TOML, read strictly, every fault of it named at once. What is not set there is not there.
//!
//! A secret may stand in the environment instead of the file: `MINGJING_OIDC_SECRET`, `MINGJING_FILES_SECRET` and those of
//! `letters`.

use std::net::SocketAddr;
use std::path::Path;

use files::Bucket;
use toml::{Table, Value};
use vouch::{Settings, address_fault};

use crate::args::Global;
use crate::run::Failure;

/// What is configured.
#[derive(Debug, Default)]
pub struct Config {
    /// How letters are sent; its public address is empty where the file names none.
    pub letters: letters::Settings,
    /// Another system that vouches for staff.
    pub oidc: Option<Settings>,
    /// A store of files handed in; without it they lie in a folder beside the keys.
    pub files: Option<Bucket>,
    /// Where the media of hearings come in.
    pub rooms: Rooms,
}

/// Where the media of hearings come in, and where clients are told they do.
#[derive(Debug, Default)]
pub struct Rooms {
    /// The address of the socket; without it the one the pages are served at, with a port the system chooses.
    pub bind: Option<SocketAddr>,
    /// What clients are told: the public addresses of a server behind NAT. Empty for that of the socket.
    pub advertise: Vec<SocketAddr>,
}

/// Secrets of the environment; they come before those of the file.
#[derive(Debug, Clone, Default)]
struct Secrets {
    oidc: Option<String>,
    files: Option<String>,
}

impl Secrets {
    fn of_environment() -> Secrets {
        let of = |name: &str| std::env::var(name).ok().filter(|text| !text.is_empty());
        Secrets { oidc: of("MINGJING_OIDC_SECRET"), files: of("MINGJING_FILES_SECRET") }
    }
}

/// Where browsers come back to.
const BACK: &str = "/sign-in/oidc/back";
/// Where browsers come to after signing out there.
const OUT: &str = "/sign-in/staff";
/// What `acr` and `amr` say of a second factor (RFC 8176).
const SECOND_FACTOR: [&str; 5] = ["mfa", "otp", "hwk", "sc", "fpt"];

impl Config {
    /// The configuration the options name; without a file, an empty one.
    ///
    /// # Errors
    /// When the file cannot be read, with everything that is wrong with it.
    pub fn of(global: &Global) -> Result<Config, Failure> {
        match &global.config {
            Some(path) => Config::load(path),
            None => Config::read("", Secrets::default()).map_err(|faults| Failure::Input(faults.concat())),
        }
    }

    fn load(path: &Path) -> Result<Config, Failure> {
        let name = path.display();
        let text = std::fs::read_to_string(path)
            .map_err(|cause| Failure::Input(format!("配置文件 {name} 无法读取：{cause}")))?;
        Config::read(&text, Secrets::of_environment()).map_err(|faults| {
            let told: Vec<String> = faults.iter().map(|fault| format!("\n  {fault}")).collect();
            Failure::Input(format!("配置文件 {name} 有 {} 处不对：{}", faults.len(), told.concat()))
        })
    }

    /// Reads a file's text.
    fn read(text: &str, secrets: Secrets) -> Result<Config, Vec<String>> {
        let table: Table =
            text.parse().map_err(|cause: toml::de::Error| vec![format!("不是 TOML：{}", first_line(&cause))])?;
        let mut faults = Vec::new();
        let mut config = Config::default();
        let (told, own): (Table, Table) =
            table.into_iter().partition(|(name, _)| letters::settings::KEYS.contains(&name.as_str()));
        let env = |name: &str| std::env::var(name).ok();
        let content = |path: &str| std::fs::read_to_string(path).map_err(|fault| fault.to_string());
        match letters::Settings::read(&told, &env, &content) {
            Ok(settings) => config.letters = settings,
            Err(wrong) => faults.extend(wrong),
        }
        if !told.contains_key("base_url") {
            config.letters.base_url.clear();
        }
        for (name, value) in own {
            match (name.as_str(), value) {
                ("oidc", Value::Table(table)) => {
                    config.oidc = oidc(Section { name: "oidc", table, faults: &mut faults }, secrets.oidc.clone());
                }
                ("files", Value::Table(table)) => {
                    config.files = bucket(Section { name: "files", table, faults: &mut faults }, secrets.files.clone());
                }
                ("rooms", Value::Table(table)) => {
                    config.rooms = rooms(Section { name: "rooms", table, faults: &mut faults });
                }
                (known @ ("oidc" | "files" | "rooms"), _) => {
                    faults.push(format!("{known} 应当是一个表，写作 [{known}]"))
                }
                (other, _) => faults.push(format!(
                    "没有名为 {other} 的配置，可用的是 base_url、[mail]、[sms]、[letters]、[oidc]、[files]、[rooms]"
                )),
            }
        }
        if faults.is_empty() { Ok(config) } else { Err(faults) }
    }
}

fn first_line(cause: &toml::de::Error) -> String {
    cause.message().lines().next().unwrap_or_default().to_owned()
}

/// A table of the file; what is taken from it is taken out, so that what is left is unknown.
struct Section<'a> {
    name: &'static str,
    table: Table,
    faults: &'a mut Vec<String>,
}

impl Section<'_> {
    fn wrong(&mut self, key: &str, told: &str) {
        self.faults.push(format!("[{}] {key}：{told}", self.name));
    }

    fn text(&mut self, key: &str) -> Option<String> {
        match self.table.remove(key)? {
            Value::String(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
            _ => {
                self.wrong(key, "应当是加引号的文字");
                None
            }
        }
    }

    fn needed(&mut self, key: &str, what: &str) -> String {
        let there = self.table.contains_key(key);
        let text = self.text(key);
        if !there {
            self.wrong(key, &format!("没有填写，应当是{what}"));
        }
        text.unwrap_or_default()
    }

    fn address(&mut self, key: &str, what: &str) -> String {
        let address = self.needed(key, what);
        if let Some(fault) = address_fault(&address).filter(|_| !address.is_empty()) {
            self.wrong(key, fault);
        }
        address
    }

    fn number(&mut self, key: &str, otherwise: i64, most: i64) -> i64 {
        match self.table.remove(key) {
            None => otherwise,
            Some(Value::Integer(number)) if (0..=most).contains(&number) => number,
            Some(_) => {
                self.wrong(key, &format!("应当是 0 至 {most} 的整数"));
                otherwise
            }
        }
    }

    fn texts(&mut self, key: &str, otherwise: &[&str]) -> Vec<String> {
        match self.table.remove(key) {
            None => otherwise.iter().map(|text| (*text).to_owned()).collect(),
            Some(Value::Array(all)) if all.iter().all(Value::is_str) => {
                all.iter().filter_map(Value::as_str).map(str::to_owned).collect()
            }
            Some(_) => {
                self.wrong(key, "应当是几段加引号的文字，写作 [\"mfa\", \"otp\"]");
                Vec::new()
            }
        }
    }

    fn rest(self) {
        let name = self.name;
        self.faults.extend(self.table.keys().map(|key| format!("[{name}] {key}：没有这一项")));
    }
}

fn oidc(mut section: Section<'_>, secret: Option<String>) -> Option<Settings> {
    let issuer = section.address("issuer", "身份提供方的地址");
    let client = section.needed("client_id", "本院在身份提供方登记的编号");
    let in_file = section.text("client_secret");
    let site = section.address("site", "本院网站对外的地址").trim_end_matches('/').to_owned();
    let label = section.text("label").unwrap_or_else(|| "统一身份".to_owned());
    let second_factor = section.texts("second_factor", &SECOND_FACTOR);
    let skew_ms = section.number("skew_seconds", 60, 600) * 1_000;
    section.rest();
    let secret = secret.or(in_file);
    let [back, out] = [BACK, OUT].map(|path| format!("{site}{path}"));
    Some(Settings { issuer, client, secret, back, out, label, second_factor, skew_ms })
}

fn bucket(mut section: Section<'_>, secret: Option<String>) -> Option<Bucket> {
    let endpoint = section.address("endpoint", "对象存储的地址").trim_end_matches('/').to_owned();
    let bucket = section.needed("bucket", "桶的名字");
    let key = section.needed("key_id", "访问密钥的编号");
    let region = section.text("region").unwrap_or_else(|| "us-east-1".to_owned());
    let prefix = section.text("prefix").unwrap_or_default();
    let in_file = section.text("secret");
    let secret = secret.or(in_file).unwrap_or_else(|| {
        section.wrong("secret", "没有填写，也不在环境变量 MINGJING_FILES_SECRET 里");
        String::new()
    });
    section.rest();
    Some(Bucket { endpoint, region, bucket, prefix, key, secret })
}

/// Where the media of hearings come in.
fn rooms(mut section: Section<'_>) -> Rooms {
    let told = "应当是 IP 地址和端口，如 192.0.2.1:40000";
    let read = |section: &mut Section<'_>, key: &str, text: &str| {
        let address = text.parse::<SocketAddr>().ok();
        if address.is_none() {
            section.wrong(key, told);
        }
        address
    };
    let bind = section.text("bind");
    let bind = bind.and_then(|text| read(&mut section, "bind", &text));
    let advertise = section.text("advertise").unwrap_or_default();
    let words: Vec<&str> = advertise.split_whitespace().collect();
    let advertise = words.into_iter().filter_map(|text| read(&mut section, "advertise", text)).collect();
    section.rest();
    Rooms { bind, advertise }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHOLE: &str = r#"
        [oidc]
        issuer = "https://id.example.cn"
        client_id = "court"
        client_secret = "in the file"
        site = "https://court.example.cn/"
    "#;

    #[test]
    fn a_file_is_read_with_what_is_usual() {
        let settings = Config::read(WHOLE, Secrets::default()).unwrap().oidc.unwrap();
        assert_eq!(settings.back, "https://court.example.cn/sign-in/oidc/back");
        assert_eq!(settings.out, "https://court.example.cn/sign-in/staff");
        assert_eq!((settings.skew_ms, settings.label.as_str()), (60_000, "统一身份"));
        assert!(settings.second_factor.contains(&"mfa".to_owned()));
        assert_eq!(settings.secret.as_deref(), Some("in the file"));
        let from_outside =
            Config::read(WHOLE, Secrets { oidc: Some("outside".to_owned()), files: None }).unwrap().oidc.unwrap();
        assert_eq!(from_outside.secret.as_deref(), Some("outside"), "the environment comes first");
        assert!(Config::read("", Secrets::default()).unwrap().oidc.is_none());
    }

    #[test]
    fn everything_wrong_is_named_at_once() {
        let text = r#"
            surprise = 1
            [oidc]
            issuer = "http://id.example.cn"
            site = 7
            second_factor = "mfa"
            skew_seconds = -1
            colour = "blue"
        "#;
        let faults = Config::read(text, Secrets::default()).unwrap_err().join("\n");
        for named in [
            "surprise",
            "issuer：须以 https",
            "client_id：没有填写",
            "site：应当是",
            "second_factor：",
            "skew_seconds：",
            "colour：没有这一项",
        ] {
            assert!(faults.contains(named), "{named} in {faults}");
        }
        assert!(Config::read("oidc = 1", Secrets::default()).unwrap_err()[0].contains("[oidc]"));
        assert!(Config::read("[oidc", Secrets::default()).unwrap_err()[0].contains("不是 TOML"));
    }

    #[test]
    fn a_store_of_files_is_named_whole_or_its_faults_are() {
        let text =
            "[files]\nendpoint = \"https://s3.example.cn/\"\nbucket = \"court\"\nkey_id = \"one\"\nsecret = \"two\"";
        let bucket = Config::read(text, Secrets::default()).unwrap().files.unwrap();
        assert_eq!((bucket.endpoint.as_str(), bucket.prefix.as_str()), ("https://s3.example.cn", ""));
        assert!(!format!("{bucket:?}").contains("two"), "a secret is not written out");
        let outside = Secrets { files: Some("three".to_owned()), ..Secrets::default() };
        assert_eq!(Config::read(text, outside).unwrap().files.unwrap().secret, "three");
        let faults = Config::read("[files]\nendpoint = \"s3\"\ncolour = 1", Secrets::default()).unwrap_err().join("\n");
        for named in ["endpoint：", "bucket：没有填写", "key_id：没有填写", "secret：没有填写", "colour：没有这一项"]
        {
            assert!(faults.contains(named), "{named} in {faults}");
        }
    }

    #[test]
    fn where_the_media_of_hearings_come_in_is_read_with_all_faults() {
        let text = "[rooms]\nbind = \"0.0.0.0:40000\"\nadvertise = \"203.0.113.5:40000 198.51.100.7:40000\"";
        let rooms = Config::read(text, Secrets::default()).unwrap().rooms;
        assert_eq!(rooms.bind.map(|bind| bind.port()), Some(40_000));
        assert_eq!(rooms.advertise.len(), 2);
        let faults = Config::read("[rooms]\nbind = \"court\"\nport = 1", Secrets::default()).unwrap_err().join("\n");
        assert!(faults.contains("[rooms] bind") && faults.contains("[rooms] port"), "{faults}");
    }
}
