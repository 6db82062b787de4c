/** Words of the week screens. */
export const weekText = {};
