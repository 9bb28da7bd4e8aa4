//! Who cites an article and whom it cites (引用关系), by law: as lists with counts, and as a picture.

use std::collections::BTreeMap;

use search::statutes::Library;
use search::statutes::corpus::Place;
use search::statutes::law::short_title;

/// Laws of a side at most; the rest stand together.
const SHOWN: usize = 5;
/// Characters of a name in the picture.
const NAME: usize = 8;
/// Units of the picture: its width, a box, what lies between two, what stands above.
const WIDTH: usize = 360;
const BOX: (usize, usize) = (116, 38);
const GAP: usize = 8;
const HEAD: usize = 26;
/// Left edge of the boxes: who cites, the article, whom it cites.
const LEFTS: [usize; 3] = [0, 150, 244];
/// Width of the box of the article itself.
const OWN: usize = 60;

/// A law and how many of its articles are meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// The law, for short; 本法 for the article's own.
    pub name: String,
    /// Articles.
    pub count: usize,
}

/// Articles by law, the most first; beyond five laws the rest are one.
pub fn groups(library: &Library, own: &str, places: impl Iterator<Item = Place>) -> Vec<Group> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for (law, _) in places.filter_map(|place| library.corpus().article(place)) {
        *counts.entry(&law.title).or_default() += 1;
    }
    let name = |title: &str| if title == own { "本法".to_owned() } else { short_title(title).to_owned() };
    let mut all: Vec<Group> = counts.into_iter().map(|(title, count)| Group { name: name(title), count }).collect();
    all.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.name.cmp(&b.name)));
    if all.len() > SHOWN + 1 {
        let rest = all.split_off(SHOWN);
        let count = rest.iter().map(|group| group.count).sum();
        all.push(Group { name: format!("另外 {} 部", rest.len()), count });
    }
    all
}

/// The picture: who cites on the left, whom it cites on the right; the wider the line, the more articles.
pub fn picture(cited_by: &[Group], cites: &[Group]) -> String {
    let rows = cited_by.len().max(cites.len()).max(1);
    let height = HEAD + rows * (BOX.1 + GAP) - GAP + 2;
    let middle = HEAD + (height - HEAD) / 2;
    let most = cited_by.iter().chain(cites).map(|group| group.count).max().unwrap_or(1).max(1);
    let total = |groups: &[Group]| groups.iter().map(|group| group.count).sum::<usize>();
    let mut lines = String::new();
    let mut boxes = String::new();
    for (side, groups) in [(0, cited_by), (2, cites)] {
        let x = LEFTS.get(side).copied().unwrap_or(0);
        let tall = groups.len() * (BOX.1 + GAP) - if groups.is_empty() { 0 } else { GAP };
        let top = HEAD + (height - HEAD).saturating_sub(tall) / 2;
        for (at, group) in groups.iter().enumerate() {
            let y = top + at * (BOX.1 + GAP);
            let (from, to) = if side == 0 { (x + BOX.0, LEFTS[1]) } else { (LEFTS[1] + OWN, x) };
            let (a, b) = if side == 0 { (y + BOX.1 / 2, middle) } else { (middle, y + BOX.1 / 2) };
            let bend = (from + to) / 2;
            let wide = 1 + group.count * 5 / most;
            lines
                .push_str(&format!("<path d=\"M{from} {a}C{bend} {a} {bend} {b} {to} {b}\" stroke-width=\"{wide}\"/>"));
            boxes.push_str(&node(x, y, BOX.0, &cut(&group.name), &format!("{} 条", group.count)));
        }
    }
    boxes.push_str(&format!("<g class=\"own\">{}</g>", node(LEFTS[1], middle - BOX.1 / 2, OWN, "这一条", "")));
    let heads = format!(
        "<text x=\"{}\" y=\"14\" text-anchor=\"middle\">引用它的 {} 条</text><text x=\"{}\" y=\"14\" text-anchor=\"middle\">它引用的 {} 条</text>",
        LEFTS[0] + BOX.0 / 2,
        total(cited_by),
        LEFTS[2] + BOX.0 / 2,
        total(cites),
    );
    format!(
        "<svg class=\"network\" viewBox=\"0 0 {WIDTH} {height}\" aria-hidden=\"true\">{heads}<g class=\"lines\">{lines}</g>{boxes}</svg>"
    )
}

/// What the picture shows, in words.
pub fn told(cited_by: &[Group], cites: &[Group]) -> String {
    let side = |groups: &[Group]| {
        let each: Vec<String> = groups.iter().map(|group| format!("{} {} 条", group.name, group.count)).collect();
        if each.is_empty() { "没有".to_owned() } else { each.join("、") }
    };
    format!("引用它的：{}。它引用的：{}。", side(cited_by), side(cites))
}

fn node(x: usize, y: usize, wide: usize, first: &str, second: &str) -> String {
    let (centre, tall) = (x + wide / 2, BOX.1);
    let up = if second.is_empty() { y + tall / 2 + 4 } else { y + 16 };
    let below = if second.is_empty() {
        String::new()
    } else {
        format!("<text class=\"count\" x=\"{centre}\" y=\"{}\" text-anchor=\"middle\">{}</text>", y + 31, plain(second))
    };
    format!(
        "<rect x=\"{x}\" y=\"{y}\" width=\"{wide}\" height=\"{tall}\" rx=\"4\"/><text x=\"{centre}\" y=\"{up}\" text-anchor=\"middle\">{}</text>{below}",
        plain(first)
    )
}

fn cut(name: &str) -> String {
    if name.chars().count() <= NAME {
        return name.to_owned();
    }
    name.chars().take(NAME - 1).chain(['…']).collect()
}

/// A name without what would end or begin an element.
fn plain(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link::tests::library;

    fn group(name: &str, count: usize) -> Group {
        Group { name: name.to_owned(), count }
    }

    #[test]
    fn articles_are_counted_by_law_and_the_rest_stand_together() {
        let library = library();
        let all = || library.corpus().articles().map(|(place, ..)| place);
        let found = groups(&library, "中华人民共和国民法典", all());
        assert_eq!(found[..2], [group("本法", 4), group("道路交通安全法", 4)]);
        assert_eq!(found.iter().map(|one| one.count).sum::<usize>(), library.corpus().len());
        assert!(found.len() <= SHOWN + 1);
        assert!(groups(&library, "", std::iter::empty()).is_empty());
    }

    #[test]
    fn the_picture_holds_every_group_and_no_markup_of_theirs() {
        let cited: Vec<Group> = (1..=6).map(|n| group(&format!("第{n}部<b>法"), n)).collect();
        let svg = picture(&cited, &[group("一部名字长得画不下的条例", 3)]);
        assert_eq!(svg.matches("<path ").count(), 7);
        assert!(svg.contains("引用它的 21 条") && svg.contains("它引用的 3 条"), "{svg}");
        assert!(svg.contains("一部名字长得画…") && !svg.contains("<b>"), "{svg}");
        let none = picture(&[], &[]);
        assert!(none.contains("引用它的 0 条") && !none.contains("<path "), "{none}");
        assert_eq!(told(&[group("本法", 2)], &[]), "引用它的：本法 2 条。它引用的：没有。");
    }
}
