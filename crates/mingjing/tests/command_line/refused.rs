//! What the serving process refuses stands in its log with the reason, and without anything of a person; a configuration
//! with faults is refused with all of them.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::Stdio;
use std::time::Duration;

use crate::place::Place;

const AGENT: &str = "log/1";

struct Answer {
    status: u16,
    cookies: Vec<String>,
    body: String,
}

fn ask(host: &str, method: &str, path: &str, headers: &[(&str, &str)], form: &str) -> Answer {
    let mut stream = TcpStream::connect(host).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    let mut text = format!("{method} {path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n");
    for (name, value) in headers {
        text.push_str(&format!("{name}: {value}\r\n"));
    }
    if method == "POST" {
        let length = form.len();
        text.push_str(&format!("content-type: application/x-www-form-urlencoded\r\ncontent-length: {length}\r\n"));
    }
    stream.write_all(format!("{text}\r\n{form}").as_bytes()).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    let answer = String::from_utf8_lossy(&answer).into_owned();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    let cookies = head.lines().filter_map(|line| line.strip_prefix("set-cookie: "));
    Answer {
        status: head.split(' ').nth(1).unwrap().parse().unwrap(),
        cookies: cookies.map(|cookie| cookie.split(';').next().unwrap().to_owned()).collect(),
        body: body.to_owned(),
    }
}

fn between(text: &str, from: &str, to: &str) -> String {
    text.split_once(from).unwrap_or_else(|| panic!("no {from} in {text}")).1.split_once(to).unwrap().0.to_owned()
}

#[test]
fn refusals_are_logged_with_their_reason_and_without_a_person() {
    let place = Place::sqlite();
    place.run(&["simulate", "--scale", "0.005"]).done();
    place.run(&["account", "add", "secretlogin", "--name", "欧阳可查", "--role", "clerk", "--court", "辽0102"]).done();
    let mut child = place
        .piped(&["demo", "--scale", "0.005", "--listen", "127.0.0.1:0"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let host = line.trim().trim_start_matches("http://").trim_end_matches('/').to_owned();
    let agent = [("user-agent", AGENT)];
    let (phone, id, name) = ("13877776666", "210102198001010010", "欧阳可查");
    // a session that is begun, and then used from elsewhere
    let asked = ask(&host, "POST", "/sign-in", &agent, &format!("phone={phone}&kind=litigant"));
    let code = between(&asked.body, "验证码是 ", "。");
    let form = format!("phone={phone}&kind=litigant&code={code}&registers=1&name={name}&id_number={id}");
    let wrong = format!("phone={phone}&kind=litigant&code=000000&registers=1&name={name}&id_number={id}");
    ask(&host, "POST", "/sign-in/code", &agent, &wrong);
    let signed = ask(&host, "POST", "/sign-in/code", &agent, &form);
    assert_eq!(signed.status, 303, "{}", signed.body);
    let cookie = signed.cookies.join("; ");
    let stolen = ask(&host, "GET", "/me", &[("user-agent", "thief/1"), ("cookie", &cookie)], "");
    assert_eq!(stolen.status, 303);
    let expired = ask(&host, "GET", "/me", &[("user-agent", AGENT), ("cookie", &cookie)], "");
    assert_eq!(expired.status, 303);
    // staff, forms of elsewhere
    ask(&host, "POST", "/sign-in/staff", &agent, "login=secretlogin&password=my-secret-password");
    let foreign = [("user-agent", AGENT), ("origin", "https://evil.example")];
    assert_eq!(ask(&host, "POST", "/sign-in", &foreign, &format!("phone={phone}")).status, 403);
    child.kill().unwrap();
    let mut log = String::new();
    child.stderr.take().unwrap().read_to_string(&mut log).unwrap();
    child.wait().unwrap();
    for reason in ["wrong_code", "session_stolen", "session_expired", "wrong_password", "cross_site"] {
        assert!(log.contains(&format!("\"{reason}\"")), "{reason} in {log}");
    }
    let token = cookie.split_once('=').unwrap().1;
    for personal in
        [phone, id, name, code.as_str(), token, "secretlogin", "my-secret-password", "thief/1", "evil.example"]
    {
        assert!(!log.contains(personal), "{personal} in {log}");
    }
}

#[test]
fn a_configuration_with_faults_is_refused_with_all_of_them() {
    let place = Place::sqlite();
    place.run(&["simulate", "--scale", "0.005"]).done();
    let file = place.path("house.toml");
    std::fs::write(&file, "[oidc]\nissuer = \"http://id.example.cn\"\nsite = 1\nhue = \"blue\"\n").unwrap();
    let config = file.to_str().unwrap();
    let serve = ["--config", config, "serve", "--listen", "127.0.0.1:0"];
    place
        .run(&serve)
        .says(2, &["4 处不对", "issuer：须以 https", "client_id：没有填写", "site：应当是", "hue：没有这一项"]);
    place.run(&["--config", "nowhere.toml", "serve"]).says(2, &["nowhere.toml 无法读取"]);
}

#[test]
fn a_register_without_its_key_is_not_served() {
    let place = Place::sqlite();
    place.run(&["simulate", "--scale", "0.005"]).done();
    place.run(&["account", "add", "clerk-a", "--name", "员甲", "--role", "clerk", "--court", "辽0102"]).done();
    std::fs::remove_file(place.path("var").join("keys").join("people.seal")).unwrap();
    place.run(&["serve", "--listen", "127.0.0.1:0"]).says(2, &["people.seal", "放回"]);
}
