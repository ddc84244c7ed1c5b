// A cell with a question is one that checks an answer.
export const QUESTION = /\bcheck\(\s*["'](\d+\.\d+\.\w+)["']/;
