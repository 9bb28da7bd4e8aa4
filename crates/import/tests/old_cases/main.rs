//! Old cases from a spreadsheet on both engines: the dry run, what it names, and all of it or nothing.
#![allow(
    clippy::as_conversions,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test may panic and print"
)]

mod house;
mod named;
mod whole;

docket::both_engines! {
    scratch => house::House::open(&scratch.url).await;
    named::everything_wrong_is_named_at_once;
    named::a_history_the_law_refuses_is_not_taken_over;
    named::the_faults_are_files_that_say_how_to_write_it;
    named::a_file_that_is_no_table_is_told_as_one;
    whole::the_template_reads_back_and_its_example_fits;
    whole::a_file_is_entered_whole_with_its_true_dates;
    whole::one_wrong_row_keeps_all_out;
    whole::cn_061_numbers_go_on_after_the_highest_and_gaps_are_told;
    whole::the_same_file_and_the_same_numbers_are_refused;
    whole::two_imports_at_once_enter_one_of_them;
    whole::ten_thousand_rows_go_in_at_once;
}
