/** Words of the observe screens. */
export const observeText = {};
