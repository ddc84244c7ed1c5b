// A cell with a question is one that checks an answer.
export const QUESTION = /\bcheck\(\s*["'](\d+\.\d+\.\w+)["']/;
// A cell that reads a file of the reader's own, by this name.
export const OWN = /^mine = .*?(?= *(#.*)?$)/m;
