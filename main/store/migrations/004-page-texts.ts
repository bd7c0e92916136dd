/** What was read from captured pages: it can be read again, so it belongs to no draft and to no event. */
export const pageTexts = `
CREATE TABLE page_texts (
  image_blob TEXT NOT NULL,
  recipe INTEGER NOT NULL,
  dpi REAL NOT NULL,
  text_blob TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  PRIMARY KEY (image_blob, recipe, dpi)
) STRICT;
`;
