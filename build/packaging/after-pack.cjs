/** The default app of a development Electron must not be in the product. */
const { rm } = require('node:fs/promises');
const { join } = require('node:path');

exports.default = async ({ appOutDir, packager }) => {
  const resources = packager.platform.name === 'mac' ? null : join(appOutDir, 'resources');
  if (resources) await rm(join(resources, 'default_app.asar'), { recursive: true, force: true });
};
