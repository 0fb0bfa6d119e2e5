//! The bundled typeface: the window, the measuring and the exported pictures all read these bytes.

/// Pretendard Regular.
pub static REGULAR: &[u8] = include_bytes!("../../../assets/fonts/Pretendard-Regular.otf");

/// Pretendard SemiBold.
pub static SEMIBOLD: &[u8] = include_bytes!("../../../assets/fonts/Pretendard-SemiBold.otf");

/// The family name of both faces.
pub const FAMILY: &str = "Pretendard";
