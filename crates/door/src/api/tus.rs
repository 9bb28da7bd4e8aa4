//! The words of the tus protocol 1.0: what its headers say. Nothing is done here.

use axum::http::{HeaderMap, StatusCode, header};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use frame::problem::{ParameterFault, Problem};
use law::day::Moment;

/// The version spoken.
pub const VERSION: &str = "1.0.0";
/// Characters of what is said of a file, at most.
const LONGEST: usize = 64 * 1024;

/// What is said of a file that is to come.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Said {
    pub length: u64,
    pub filename: String,
    pub draft: Option<String>,
    pub court: Option<String>,
    pub stream: Option<i64>,
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok()).map(str::trim)
}

/// Reads what is said of a file: everything unclear at once.
///
/// # Errors
/// When something of it cannot be read.
pub fn said(headers: &HeaderMap) -> Result<Said, Problem> {
    let mut said = Said::default();
    let mut wrong = Vec::new();
    match text(headers, "upload-length").map(str::parse) {
        Some(Ok(length)) => said.length = length,
        _ => wrong.push(ParameterFault::new("upload-length", "没有写文件的长度", "写字节数，例如 1024。")),
    }
    let metadata = text(headers, "upload-metadata").unwrap_or("");
    if metadata.len() > LONGEST {
        wrong.push(ParameterFault::new("upload-metadata", "内容过长", "只写 filename 和归入哪里。"));
    }
    for pair in
        metadata.get(..metadata.len().min(LONGEST)).unwrap_or("").split(',').filter(|pair| !pair.trim().is_empty())
    {
        let (name, value) = pair.trim().split_once(' ').unwrap_or((pair.trim(), ""));
        let read = STANDARD.decode(value.trim()).ok().and_then(|bytes| String::from_utf8(bytes).ok());
        let Some(value) = read else {
            let told = format!("{} 的值不能读", hall::gate::shortened(name));
            wrong.push(ParameterFault::new("upload-metadata", told, "值写作 UTF-8 文字的 base64。"));
            continue;
        };
        match name {
            "filename" => said.filename = value,
            "draft" => said.draft = Some(value),
            "court" => said.court = Some(value),
            "stream" => match value.parse() {
                Ok(stream) => said.stream = Some(stream),
                Err(_) => wrong.push(ParameterFault::new("upload-metadata", "stream 不是数字", "写卷宗流的编号。")),
            },
            // clients add what they like
            _ => {}
        }
    }
    if said.court.is_some() != said.stream.is_some() {
        wrong.push(ParameterFault::new("upload-metadata", "court 和 stream 要一起写", "写法院代字和卷宗流的编号。"));
    }
    if wrong.is_empty() { Ok(said) } else { Err(Problem::unclear(wrong)) }
}

/// Where a piece begins.
///
/// # Errors
/// When it is no piece.
pub fn piece(headers: &HeaderMap) -> Result<u64, Problem> {
    let kind = text(headers, header::CONTENT_TYPE.as_str()).unwrap_or("");
    if kind != "application/offset+octet-stream" {
        let told = "一段文件的类型写作 application/offset+octet-stream。";
        return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, told));
    }
    text(headers, "upload-offset").and_then(|offset| offset.parse().ok()).ok_or_else(|| {
        let fault = ParameterFault::new("upload-offset", "没有写从哪个字节起", "先用 HEAD 问已经收到多少。");
        Problem::unclear(vec![fault])
    })
}

/// A name as it was said.
pub fn metadata(name: &str) -> String {
    format!("filename {}", STANDARD.encode(name))
}

/// A moment as HTTP writes it (RFC 9110 §5.6.7).
pub fn date(at: Moment) -> String {
    const DAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let seconds = at.0.div_euclid(1000);
    let (days, of_day) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    // the court's days begin eight hours earlier
    let day = Moment(at.0.saturating_sub(8 * 3_600_000)).day().date();
    let named =
        |names: &[&'static str], at: i64| usize::try_from(at).ok().and_then(|at| names.get(at).copied()).unwrap_or("");
    format!(
        "{}, {:02} {} {} {:02}:{:02}:{:02} GMT",
        named(&DAYS, days.rem_euclid(7)),
        day.day(),
        named(&MONTHS, i64::from(day.month()) - 1),
        day.year(),
        of_day / 3_600,
        of_day / 60 % 60,
        of_day % 60
    )
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| ((*name).parse().unwrap(), HeaderValue::from_str(value).unwrap())).collect()
    }

    #[test]
    fn what_is_said_of_a_file_is_read() {
        let metadata = format!("filename {},draft {},filetype", STANDARD.encode("合同.pdf"), STANDARD.encode("d1"));
        let read = said(&headers(&[("upload-length", "12"), ("upload-metadata", &metadata)])).unwrap();
        let wanted =
            Said { length: 12, filename: "合同.pdf".into(), draft: Some("d1".into()), court: None, stream: None };
        assert_eq!(read, wanted);
        assert_eq!(
            piece(&headers(&[("content-type", "application/offset+octet-stream"), ("upload-offset", "7")])),
            Ok(7)
        );
    }

    #[test]
    fn everything_unclear_is_told_at_once() {
        let stream = STANDARD.encode("x");
        let bad = format!("filename ***,stream {stream}");
        let told = format!("{:?}", said(&headers(&[("upload-length", "-1"), ("upload-metadata", &bad)])).unwrap_err());
        for words in ["没有写文件的长度", "filename 的值不能读", "stream 不是数字"] {
            assert!(told.contains(words), "{told}");
        }
        let court = format!("court {}", STANDARD.encode("辽0102"));
        assert!(said(&headers(&[("upload-length", "1"), ("upload-metadata", &court)])).is_err());
        assert!(piece(&headers(&[("content-type", "text/plain"), ("upload-offset", "7")])).is_err());
        assert!(piece(&headers(&[("content-type", "application/offset+octet-stream")])).is_err());
    }

    #[test]
    fn a_moment_is_written_as_http_does() {
        assert_eq!(date(Moment(0)), "Thu, 01 Jan 1970 00:00:00 GMT");
        assert_eq!(date(Moment(784_111_777_000)), "Sun, 06 Nov 1994 08:49:37 GMT");
        assert_eq!(date(Moment(1_582_934_400_000)), "Sat, 29 Feb 2020 00:00:00 GMT");
    }
}
