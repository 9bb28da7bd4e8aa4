//! Reading laws from Markdown files as public collections keep them: the title as `# 标题`, what happened to the law
//! in lines before `<!-- INFO END -->`, parts as headings, and each article beginning its paragraph with 第…条.

use law::day::Day;

use super::law::{Article, Kind, Law, Number, Status};

/// Longest file read, in bytes; a larger one is no law.
const LARGEST_BYTES: usize = 8 << 20;

/// Why a file holds no law.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// No `# 标题` line.
    NoTitle,
    /// A title, but no article.
    NoArticle,
    /// More than eight megabytes.
    TooLarge,
}

/// The law of one file; `id` is what it is called in the collection, a path for instance.
///
/// # Errors
/// When the file holds no law.
pub fn law(id: &str, file: &str) -> Result<Law, Fault> {
    if file.len() > LARGEST_BYTES {
        return Err(Fault::TooLarge);
    }
    let mut reading = Reading::default();
    for line in file.trim_start_matches('\u{feff}').lines() {
        reading.line(line.trim_matches([' ', '\t', '\r', '\u{3000}']));
    }
    let title = reading.title.ok_or(Fault::NoTitle)?;
    if reading.articles.is_empty() {
        return Err(Fault::NoArticle);
    }
    let articles = reading.articles.into_iter().enumerate().map(|(place, mut article)| {
        article.id = format!("{id}#{}", place + 1);
        article.text.truncate(article.text.trim_end().len());
        article
    });
    Ok(Law {
        id: id.to_owned(),
        kind: Kind::of_title(&title),
        title,
        branch: String::new(),
        issuer: String::new(),
        published: reading.published,
        effective: reading.effective,
        status: if reading.repealed { Status::Repealed } else { Status::InForce },
        articles: articles.collect(),
    })
}

#[derive(Default)]
struct Reading {
    title: Option<String>,
    published: Option<Day>,
    effective: Option<Day>,
    repealed: bool,
    above: Vec<(usize, String)>,
    articles: Vec<Article>,
}

impl Reading {
    fn line(&mut self, line: &str) {
        let level = line.chars().take_while(|c| *c == '#').count();
        let heading = line.get(level..).unwrap_or_default().trim();
        if level > 0 && !heading.is_empty() {
            if self.title.is_none() {
                self.title = Some(heading.chars().filter(|c| !c.is_whitespace()).collect());
            } else if !matches!(heading, "目录" | "目 录") {
                self.above.retain(|(depth, _)| *depth < level);
                self.above.push((level, heading.split_whitespace().collect::<Vec<_>>().join(" ")));
            }
        } else if let Some((number, length)) = Number::prefix(line) {
            self.articles.push(Article {
                id: String::new(),
                number,
                chapter: self.above.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>().join(" "),
                text: line.get(length..).unwrap_or_default().trim_matches([' ', '\u{3000}']).to_owned(),
            });
        } else if !line.is_empty() && !line.starts_with("<!--") {
            match self.articles.last_mut() {
                Some(article) => {
                    if !article.text.is_empty() {
                        article.text.push('\n');
                    }
                    article.text.push_str(line);
                }
                None => self.front(line),
            }
        }
    }

    /// A line before the first article: what happened to the law, and when.
    fn front(&mut self, line: &str) {
        for (day, after) in days(line) {
            let until_comma = after.split(['，', ',', '；', ';', '。', '）']).next().unwrap_or_default();
            if until_comma.contains("施行") || until_comma.contains("生效") {
                self.effective = self.effective.max(Some(day));
            } else {
                self.published = self.published.max(Some(day));
            }
        }
        self.repealed |= line.contains("已废止") || line.contains("废止本法");
    }
}

/// The days a line names, `2020-05-28` or 2020年5月28日, each with what follows it.
fn days(line: &str) -> Vec<(Day, &str)> {
    let mut found = Vec::new();
    let mut rest = line;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        rest = rest.get(start..).unwrap_or_default();
        let (numbers, length) = numbers(rest);
        let after = rest.get(length..).unwrap_or_default();
        if let [year, month, day, ..] = numbers.as_slice()
            && let (Ok(year), Ok(month), Ok(day)) = (i16::try_from(*year), i8::try_from(*month), i8::try_from(*day))
            && year > 1900
            && let Some(read) = Day::new(year, month, day)
        {
            found.push((read, after));
        }
        rest = after;
    }
    found
}

/// Up to three numbers parted by the marks of a date, and the bytes they take.
fn numbers(text: &str) -> (Vec<u32>, usize) {
    let mut numbers = Vec::new();
    let mut current: Option<u32> = None;
    let mut length = 0;
    for c in text.chars() {
        match c.to_digit(10) {
            Some(digit) => current = Some(current.unwrap_or_default().saturating_mul(10).saturating_add(digit)),
            None if matches!(c, '-' | '年' | '月' | '日' | '.' | '/') && current.is_some() => {
                numbers.extend(current.take());
            }
            None => break,
        }
        length += c.len_utf8();
        if numbers.len() == 3 {
            break;
        }
    }
    numbers.extend(current);
    (numbers, length)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "# 中华人民共和国某某法\n\n2018年10月26日 第二次修正\n\n2019-01-01 施行\n\n<!-- INFO END -->\n\n\
        ## 第一章 总则\n\n第一条　为了试验，制定本法。\n\n第二条 有下列情形之一的：\n\n（一）甲；\n\n（二）乙。\n\n\
        ## 第二章 其他\n\n### 第一节 某节\n\n第三条之一 末条。\n";

    #[test]
    fn a_file_is_read_with_its_parts_and_paragraphs() {
        let law = law("法律/某某法.md", FILE).unwrap();
        assert_eq!((law.title.as_str(), law.kind), ("中华人民共和国某某法", Kind::Law));
        assert_eq!((law.published, law.effective), (Day::new(2018, 10, 26), Day::new(2019, 1, 1)));
        let articles: Vec<_> =
            law.articles.iter().map(|a| (a.number.to_string(), a.chapter.as_str(), a.text.as_str())).collect();
        assert_eq!(
            articles,
            [
                ("第一条".into(), "第一章 总则", "为了试验，制定本法。"),
                ("第二条".into(), "第一章 总则", "有下列情形之一的：\n（一）甲；\n（二）乙。"),
                ("第三条之一".into(), "第二章 其他 第一节 某节", "末条。"),
            ]
        );
        assert_eq!(law.articles[2].id, "法律/某某法.md#3");
    }

    #[test]
    fn a_file_that_is_no_law_says_why() {
        assert_eq!(law("x", ""), Err(Fault::NoTitle));
        assert_eq!(law("x", "第一条 无题。"), Err(Fault::NoTitle));
        assert_eq!(law("x", "# 通知\n\n正文。"), Err(Fault::NoArticle));
        assert_eq!(law("x", &"#".repeat(LARGEST_BYTES + 1)), Err(Fault::TooLarge));
        assert_eq!(law("x", "# \u{0}\u{1}%%%\n第条"), Err(Fault::NoArticle));
    }

    #[test]
    fn days_are_found_in_both_writings() {
        let found: Vec<_> =
            days("1999年3月15日通过，2020-5-28公布 99-1-1 2020年13月1日").into_iter().map(|(day, _)| day).collect();
        assert_eq!(found, [Day::new(1999, 3, 15).unwrap(), Day::new(2020, 5, 28).unwrap()]);
    }
}
