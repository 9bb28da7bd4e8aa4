//! The only place where xtask prints. Results go to standard output, complaints to standard error.
#![allow(clippy::print_stdout, clippy::print_stderr)]

/// One line of result.
pub fn say(line: &str) {
    println!("{line}");
}

/// One line, or several, of complaint.
pub fn complain(lines: &str) {
    eprintln!("{lines}");
}

/// A table with its columns aligned; those named in `right` are aligned to the right.
pub fn table(header: &[&str], rows: &[Vec<String>], right: &[usize]) -> String {
    let heading: Vec<String> = header.iter().map(|cell| (*cell).to_owned()).collect();
    let all: Vec<&Vec<String>> = std::iter::once(&heading).chain(rows).collect();
    let widths: Vec<usize> = (0..header.len())
        .map(|column| {
            let width = |row: &&Vec<String>| row.get(column).map_or(0, |cell| cell.chars().count());
            all.iter().map(width).max().unwrap_or(0)
        })
        .collect();
    let mut text = String::new();
    for row in all {
        let cells: Vec<String> = row
            .iter()
            .zip(&widths)
            .enumerate()
            .map(
                |(column, (cell, &width))| {
                    if right.contains(&column) { format!("{cell:>width$}") } else { format!("{cell:<width$}") }
                },
            )
            .collect();
        text.push_str(cells.join("  ").trim_end());
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::table;

    #[test]
    fn columns_line_up_and_numbers_stand_to_the_right() {
        let rows = vec![
            vec!["simulate".to_owned(), "61000".to_owned(), "entries/s".to_owned()],
            vec!["verify".to_owned(), "9".to_owned(), "s".to_owned()],
        ];
        let text = table(&["bench", "value", "unit"], &rows, &[1]);
        assert_eq!(text, "bench     value  unit\nsimulate  61000  entries/s\nverify        9  s\n");
    }

    #[test]
    fn a_short_row_is_no_trouble() {
        assert_eq!(table(&["a", "b"], &[vec!["x".to_owned()]], &[]), "a  b\nx\n");
    }
}
