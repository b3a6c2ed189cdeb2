declare module "embed.css" {
  const style: string;
  export default style;
}
