/** What was seen on captured pages: it can be seen again, so it belongs to no draft and to no event. */
export const pageLooks = `
CREATE TABLE page_looks (
  image_blob TEXT NOT NULL,
  recipe INTEGER NOT NULL,
  dpi REAL NOT NULL,
  facts TEXT NOT NULL,
  looked_at INTEGER NOT NULL,
  PRIMARY KEY (image_blob, recipe, dpi)
) STRICT;
`;
