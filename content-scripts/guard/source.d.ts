/** A built script as a string (webpack asset/source). */
declare module '*?source' {
  const source: string;
  export default source;
}
