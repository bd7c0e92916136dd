/** What was made of captured pages: it can be made again, so it belongs to no draft and to no event. */
export const preparedPages = `
CREATE TABLE prepared_pages (
  image_blob TEXT NOT NULL,
  recipe INTEGER NOT NULL,
  dpi REAL NOT NULL,
  pdf_blob TEXT NOT NULL,
  facts TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  PRIMARY KEY (image_blob, recipe, dpi)
) STRICT;
`;
