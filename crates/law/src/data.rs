//! Reads the tables embedded in the crate. Nothing outside the crate's own files is read.

/// The rows of a tab-separated table under its heading line, cut into `N` cells each.
pub(crate) fn rows<const N: usize>(table: &'static str) -> Result<Vec<[&'static str; N]>, String> {
    let mut rows = Vec::new();
    for (number, line) in table.lines().enumerate().skip(1) {
        if line.is_empty() {
            continue;
        }
        let cells: Vec<&'static str> = line.split('\t').collect();
        let cells: [&'static str; N] =
            cells.try_into().map_err(|cells: Vec<_>| format!("line {}: {} cells, not {N}", number + 1, cells.len()))?;
        rows.push(cells);
    }
    Ok(rows)
}

/// The entries of a cell that holds several, parted by semicolons.
pub(crate) fn list(cell: &'static str) -> Vec<&'static str> {
    cell.split(';').filter(|entry| !entry.is_empty()).collect()
}

/// The table, or the end of the process.
///
/// The tables are compiled in, so a table that does not parse is a fault of the build and not of
/// any input; every table is loaded by a test.
#[allow(clippy::panic)]
pub(crate) fn sound<T>(table: &str, parsed: Result<T, String>) -> T {
    match parsed {
        Ok(value) => value,
        Err(fault) => panic!("embedded table {table}: {fault}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_of_the_wrong_width_is_named_by_its_line() {
        assert_eq!(rows::<2>("a\tb\n1\t2\n"), Ok(vec![["1", "2"]]));
        assert_eq!(rows::<2>("a\tb\n1\t2\n3\n"), Err("line 3: 1 cells, not 2".to_string()));
    }

    #[test]
    fn an_empty_cell_is_an_empty_list() {
        assert!(list("").is_empty());
        assert_eq!(list("a;b"), ["a", "b"]);
    }

    #[test]
    #[should_panic(expected = "embedded table courts.tsv: line 2")]
    fn a_table_that_does_not_parse_stops_the_process() {
        sound::<()>("courts.tsv", Err("line 2".to_string()));
    }
}
