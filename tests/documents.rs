//! What leaves the school: accessible by compile, and the same words in each format.

mod common;

use std::io::Read as _;

use chrono::TimeDelta;
use common::{open_school, today};
use keyworker::documents::{self, Document};
use keyworker::example::Kind;
use keyworker::views::{Lens, PortraitPage, PupilsView, ReviewSummary};

/// Every portrait and every review summary of the example school.
fn papers() -> Vec<Document> {
    let (_folder, _, desk) = open_school(Kind::Primary);
    let lens = Lens { db: desk.store.db(), person: &desk.person, today: today(), initials: false };
    let mut papers = Vec::new();
    for row in PupilsView::load(lens).unwrap().rows {
        papers.extend(PortraitPage::load(lens, row.pupil.id).unwrap().map(|p| documents::portrait(&p)));
        let summary = ReviewSummary::load(lens, row.pupil.id, today() - TimeDelta::weeks(26), today()).unwrap().unwrap();
        papers.push(documents::review_summary(&summary));
    }
    papers
}

#[test]
fn every_paper_is_pdf_ua_and_a_word_file_with_the_same_words() {
    let papers = papers();
    assert!(papers.len() > 50);
    for (i, paper) in papers.iter().enumerate().step_by(6) {
        let pdf = documents::pdf(paper).unwrap_or_else(|e| panic!("paper {i}: {e}"));
        let head = String::from_utf8_lossy(&pdf);
        assert!(pdf.starts_with(b"%PDF-") && head.contains("pdfuaid"), "paper {i} says that it is PDF/UA");

        let word = documents::word(paper).unwrap();
        let xml = part(&word, "word/document.xml");
        let words = plain(&xml);
        for line in paper.text().lines().filter(|l| !l.starts_with("Chart. ")) {
            assert!(words.contains(&squeeze(line)), "paper {i} lacks in Word: {line}");
        }
        let headings = paper.blocks.iter().filter(|b| matches!(b, documents::Block::Heading(..))).count();
        assert!(xml.matches("w:pStyle w:val=\"Heading").count() >= headings);
        let tables = paper.blocks.iter().filter(|b| matches!(b, documents::Block::Table { rows, .. } if !rows.is_empty())).count();
        assert_eq!(xml.matches("<w:tblHeader/>").count(), tables, "each table's first row is its header");
        for block in &paper.blocks {
            if let documents::Block::Chart(shape) = block {
                let alt = format!("descr=\"Chart. {}\"", shape.sentence.replace('&', "&amp;").replace('"', "&quot;"));
                assert!(xml.contains(&alt), "paper {i} lacks alt text: {alt}");
            }
        }
        assert!(part(&word, "docProps/core.xml").contains("<dc:title>"), "Word has a title");
    }
}

#[test]
fn a_portrait_fits_one_side() {
    for paper in papers().iter().filter(|p| p.title.starts_with("Pen portrait")) {
        assert_eq!(documents::render(paper, 0.5).unwrap().len(), 1, "{}", paper.blocks.len());
    }
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    let paper = &papers()[1];
    assert_eq!(documents::pdf(paper).unwrap(), documents::pdf(paper).unwrap());
    let (one, two) = (documents::word(paper).unwrap(), documents::word(paper).unwrap());
    assert_eq!(part(&one, "word/styles.xml"), part(&two, "word/styles.xml"));
}

#[test]
fn words_that_look_like_markup_stay_words() {
    let odd = "#eval(\"1\") $x$ *bold* <b> & \\ \" ' [link](x) \u{202E}right\u{0} = + @ `code`";
    let paper = Document {
        title: odd.into(),
        foot: odd.into(),
        blocks: vec![
            documents::Block::Heading(1, odd.into()),
            documents::Block::Paragraph(format!("{odd}\nЖанна Ωμέγα Łódź")),
            documents::Block::Fields(vec![(odd.into(), odd.into())]),
            documents::Block::Table { shares: vec![1, 2], head: vec![odd.into(), odd.into()], rows: vec![vec![odd.into(), odd.into()]] },
        ],
    };
    documents::pdf(&paper).unwrap();
    let xml = part(&documents::word(&paper).unwrap(), "word/document.xml");
    assert!(plain(&xml).contains("#eval"), "{xml}");
}

fn part(word: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(word)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

/// The words of a Word file, tags away, entities resolved, white space squeezed.
fn plain(xml: &str) -> String {
    let mut out = String::new();
    for piece in xml.split('<') {
        out.push_str(piece.split_once('>').map_or(piece, |(_, text)| text));
    }
    let text = out.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&apos;", "'").replace("&amp;", "&");
    squeeze(&text)
}

fn squeeze(text: &str) -> String {
    text.split_whitespace().collect::<String>()
}
