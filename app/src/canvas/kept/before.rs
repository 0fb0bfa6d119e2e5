//! Where a shape was in the picture before.

use std::sync::Arc;

use egui::Shape;

use super::{Kept, PIECE, Part, Piece, Triangles};

/// So many shapes in a row that are new do not lead astray where to look for those that are not.
const ASTRAY: usize = 8;

/// The triangles of before, gone through in their order.
pub struct Before {
    pub pieces: Vec<Piece>,
    /// The piece and the part of it that should come next.
    at: (usize, usize),
    /// New shapes since the last one that was there before.
    missed: usize,
}

impl Before {
    pub fn new(kept: Kept) -> Self {
        let mut before = Self {
            pieces: kept.pieces,
            at: (0, 0),
            missed: 0,
        };
        before.at = before.part((0, 0));
        before
    }

    /// The first place from here on where there is a part.
    fn part(&self, (mut piece, mut part): (usize, usize)) -> (usize, usize) {
        loop {
            match self.pieces.get(piece) {
                Some(Piece::Triangles(here)) if part < here.parts.len() => break,
                Some(_) => (piece, part) = (piece + 1, 0),
                None => break,
            }
        }
        (piece, part)
    }

    /// The triangles at a place of a part.
    pub fn triangles(&self, (piece, _): (usize, usize)) -> Option<&Triangles> {
        match self.pieces.get(piece)? {
            Piece::Triangles(triangles) => Some(triangles),
            Piece::Shape(_) => None,
        }
    }

    /// The whole of the next piece, if it begins here and is what the shapes begin with.
    pub fn whole(&mut self, shapes: &[Shape]) -> Option<Triangles> {
        let (piece, part) = self.at;
        let parts = &self.triangles(self.at).filter(|_| part == 0)?.parts;
        let alike = |(shape, part): (&Shape, &Part)| is_same(shape, &part.shape);
        if shapes.len() < parts.len() || !shapes.iter().zip(parts).all(alike) {
            return None;
        }
        let taken = std::mem::replace(&mut self.pieces[piece], Piece::Shape(Shape::Noop));
        self.at = self.part((piece + 1, 0));
        self.missed = 0;
        match taken {
            Piece::Triangles(triangles) => Some(triangles),
            Piece::Shape(_) => None,
        }
    }

    /// Whether a large piece begins here: better to take the whole of it.
    pub fn begins(&self) -> bool {
        let large = |here: &Triangles| here.mesh.vertices.len() > PIECE;
        self.at.1 == 0 && self.triangles(self.at).is_some_and(large)
    }

    /// Where a shape was; the next one is looked for behind it.
    pub fn find(&mut self, shape: &Shape) -> Option<(usize, usize)> {
        let mut place = self.at;
        for _ in 0..=self.missed + 1 {
            let part = self.triangles(place)?.parts.get(place.1)?;
            if is_same(&part.shape, shape) {
                self.at = self.part((place.0, place.1 + 1));
                self.missed = 0;
                return Some(place);
            }
            place = self.part((place.0, place.1 + 1));
        }
        match self.missed {
            ASTRAY => self.at = self.part((self.at.0, self.at.1 + 1)),
            _ => self.missed += 1,
        }
        None
    }
}

/// Whether two shapes are equal. Nobody looks inside of triangles and set texts: of those a drawing keeps, the same are
/// one.
fn is_same(a: &Shape, b: &Shape) -> bool {
    match (a, b) {
        (Shape::Mesh(a), Shape::Mesh(b)) if Arc::ptr_eq(a, b) => true,
        (Shape::Text(a), Shape::Text(b)) => {
            Arc::ptr_eq(&a.galley, &b.galley)
                && (a.pos, a.angle, a.underline) == (b.pos, b.angle, b.underline)
                && (a.fallback_color, a.override_text_color, a.opacity_factor)
                    == (b.fallback_color, b.override_text_color, b.opacity_factor)
        }
        _ => a == b,
    }
}
