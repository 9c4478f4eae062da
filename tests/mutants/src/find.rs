//! Where a source can be changed, and the source with chosen changes in it, each behind its number.

use std::collections::BTreeSet;
use std::fmt;

use proc_macro2::Span;
use syn::spanned::Spanned as _;
use syn::visit::{self, Visit};
use syn::{Attribute, BinOp, Expr, GenericArgument, Pat, PathArguments, ReturnType, Signature, Type, UnOp};

/// A change.
pub struct Mutant {
    /// Its number, from 1.
    pub id: usize,
    /// The source.
    pub file: String,
    /// The line.
    pub line: usize,
    /// The function.
    pub function: String,
    /// What is changed.
    pub what: String,
}

impl Mutant {
    /// The kind whose rule it is.
    pub fn kind(&self) -> &str {
        let (_, within) = self.file.split_once("/kinds/").unwrap_or_default();
        within.split('/').next().unwrap_or_default()
    }
}

impl fmt::Display for Mutant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}: {}", self.file, self.line, self.function, self.what)
    }
}

/// A source, and where it can be changed.
pub struct Source {
    /// Its name in the project.
    pub name: String,
    text: String,
    sites: Vec<Site>,
}

/// A stretch that can be changed. Those of one source lie apart or within one another.
struct Site {
    start: usize,
    end: usize,
    /// Ids and what stands there instead; without any, the stretch is only for its `shape`.
    changes: Vec<(usize, String)>,
    shape: Shape,
}

#[derive(Clone, Copy, PartialEq)]
enum Shape {
    /// An expression: any of the others, or itself.
    Choice,
    /// Statements before the body of a function.
    Body,
    /// A guard that an arm of a `match` is given: off where the arm is taken away.
    NewGuard,
    /// The guard that an arm has, and the id that takes the arm away.
    Guard(Option<usize>),
}

impl Source {
    /// Reads a source; its changes are added to `all`.
    pub fn read(name: &str, text: String, all: &mut Vec<Mutant>) -> syn::Result<Source> {
        let file = syn::parse_file(&text)?;
        let mut walk = Walk { name, text: &text, sites: Vec::new(), all, functions: Vec::new() };
        walk.visit_file(&file);
        let mut sites = walk.sites;
        sites.sort_by_key(|site| (site.start, std::cmp::Reverse(site.end)));
        Ok(Source { name: name.to_string(), text, sites })
    }

    /// The source with these changes in it.
    pub fn with(&self, chosen: &BTreeSet<usize>) -> String {
        let used: Vec<&Site> = self.sites.iter().filter(|site| site.uses(chosen)).collect();
        self.stretch(0, self.text.len(), &used, chosen)
    }

    /// A stretch with the sites in it, which are in order, outer ones first.
    fn stretch(&self, start: usize, end: usize, sites: &[&Site], chosen: &BTreeSet<usize>) -> String {
        let (mut out, mut at, mut next) = (String::new(), start, 0);
        while let Some(site) = sites.get(next) {
            let within = sites[next + 1..].iter().take_while(|inner| inner.start < site.end).count();
            out.push_str(&self.text[at..site.start]);
            let inner = self.stretch(site.start, site.end, &sites[next + 1..next + 1 + within], chosen);
            out.push_str(&site.changed(&inner, chosen));
            (at, next) = (site.end, next + 1 + within);
        }
        out.push_str(&self.text[at..end]);
        out
    }
}

impl Site {
    fn uses(&self, chosen: &BTreeSet<usize>) -> bool {
        let gone = matches!(self.shape, Shape::Guard(Some(id)) if chosen.contains(&id));
        gone || self.changes.iter().any(|(id, _)| chosen.contains(id))
    }

    fn changed(&self, inner: &str, chosen: &BTreeSet<usize>) -> String {
        let changes = || self.changes.iter().filter(|(id, _)| chosen.contains(id));
        let arms = || changes().map(|(id, text)| format!("\n{id} => {text}, /*M{id}*/")).collect::<String>();
        let on = "crate::extract::mutant::on()";
        match self.shape {
            Shape::Choice => format!("(match {on} {{{}\n_ => {inner},\n}})", arms()),
            Shape::Body => {
                changes().map(|(id, text)| format!("\nif {on} == {id} {{ return {text}; }} /*M{id}*/\n")).collect()
            }
            Shape::NewGuard => changes().map(|(id, _)| format!(" if {on} != {id} /*M{id}*/\n")).collect(),
            Shape::Guard(gone) => {
                let gone = gone.filter(|id| chosen.contains(id)).map(|id| format!("{on} != {id} && /*M{id}*/\n"));
                format!("{}(match {on} {{{}\n_ => {inner},\n}})", gone.unwrap_or_default(), arms())
            }
        }
    }
}

struct Walk<'a> {
    name: &'a str,
    text: &'a str,
    sites: Vec<Site>,
    all: &'a mut Vec<Mutant>,
    functions: Vec<String>,
}

impl Walk<'_> {
    fn add(&mut self, span: Span, what: String) -> usize {
        let id = self.all.len() + 1;
        let function = self.functions.last().cloned().unwrap_or_default();
        self.all.push(Mutant { id, file: self.name.to_string(), line: span.start().line, function, what });
        id
    }

    fn slice(&self, span: Span) -> &str {
        &self.text[span.byte_range()]
    }

    fn function(
        &mut self,
        attributes: &[Attribute],
        signature: &Signature,
        block: &syn::Block,
        visit: impl FnOnce(&mut Self),
    ) {
        if is_test(attributes) {
            return;
        }
        // What is worked out by the compiler asks no variable.
        if signature.constness.is_some() {
            return;
        }
        self.functions.push(signature.ident.to_string());
        if !block.stmts.is_empty() {
            let values = match &signature.output {
                ReturnType::Default => vec![String::new()],
                ReturnType::Type(_, kind) => values(kind),
            };
            let changes = values
                .into_iter()
                .map(|value| {
                    let said = if value.is_empty() { "()" } else { &value };
                    (self.add(signature.ident.span(), format!("replace the body with {said}")), value)
                })
                .collect();
            let at = block.brace_token.span.open().byte_range().end;
            self.sites.push(Site { start: at, end: at, changes, shape: Shape::Body });
        }
        visit(self);
        self.functions.pop();
    }
}

impl<'ast> Visit<'ast> for Walk<'_> {
    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.function(&item.attrs, &item.sig, &item.block, |walk| visit::visit_item_fn(walk, item));
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.function(&item.attrs, &item.sig, &item.block, |walk| visit::visit_impl_item_fn(walk, item));
    }

    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        if !is_test(&item.attrs) {
            visit::visit_item_mod(self, item);
        }
    }

    // Worked out by the compiler.
    fn visit_item_const(&mut self, _: &'ast syn::ItemConst) {}
    fn visit_item_static(&mut self, _: &'ast syn::ItemStatic) {}
    fn visit_impl_item_const(&mut self, _: &'ast syn::ImplItemConst) {}
    fn visit_type(&mut self, _: &'ast Type) {}
    fn visit_pat(&mut self, _: &'ast Pat) {}

    fn visit_expr_binary(&mut self, expr: &'ast syn::ExprBinary) {
        let others = others(&expr.op);
        if !others.is_empty() && !has_let(&expr.left) && !has_let(&expr.right) {
            let (left, right) = (self.slice(expr.left.span()).to_string(), self.slice(expr.right.span()).to_string());
            let own = self.slice(expr.op.span()).to_string();
            let mut changes = Vec::new();
            for &other in others {
                let id = self.add(expr.op.span(), format!("replace {own} with {other}"));
                changes.push((id, format!("({}) {other} ({})", one_line(&left), one_line(&right))));
            }
            let range = expr.span().byte_range();
            self.sites.push(Site { start: range.start, end: range.end, changes, shape: Shape::Choice });
        }
        visit::visit_expr_binary(self, expr);
    }

    fn visit_expr_unary(&mut self, expr: &'ast syn::ExprUnary) {
        if matches!(expr.op, UnOp::Not(_) | UnOp::Neg(_)) {
            let own = self.slice(expr.op.span()).to_string();
            let id = self.add(expr.op.span(), format!("delete {own}"));
            let changes = vec![(id, format!("({})", one_line(self.slice(expr.expr.span()))))];
            let range = expr.span().byte_range();
            self.sites.push(Site { start: range.start, end: range.end, changes, shape: Shape::Choice });
        }
        visit::visit_expr_unary(self, expr);
    }

    fn visit_expr_match(&mut self, expr: &'ast syn::ExprMatch) {
        let rest = expr.arms.iter().any(|arm| matches!(arm.pat, Pat::Wild(_)) && arm.guard.is_none());
        for arm in &expr.arms {
            let whole = matches!(arm.pat, Pat::Wild(_)) && arm.guard.is_none();
            let gone = (rest && !whole).then(|| {
                let pattern = one_line(self.slice(arm.pat.span()));
                self.add(arm.pat.span(), format!("delete the arm {pattern}"))
            });
            if let Some((_, guard)) = &arm.guard {
                let range = guard.span().byte_range();
                let mut changes = Vec::new();
                if !has_let(guard) {
                    for value in ["true", "false"] {
                        let id = self.add(guard.span(), format!("replace the guard with {value}"));
                        changes.push((id, value.to_string()));
                    }
                    self.sites.push(Site { start: range.start, end: range.end, changes, shape: Shape::Guard(gone) });
                }
            } else if let Some(id) = gone {
                let at = arm.pat.span().byte_range().end;
                self.sites.push(Site {
                    start: at,
                    end: at,
                    changes: vec![(id, String::new())],
                    shape: Shape::NewGuard,
                });
            }
        }
        visit::visit_expr_match(self, expr);
    }
}

fn is_test(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| match &attribute.meta {
        syn::Meta::Path(path) => path.is_ident("test"),
        syn::Meta::List(list) => list.path.is_ident("cfg") && list.tokens.to_string().contains("test"),
        syn::Meta::NameValue(_) => false,
    })
}

/// Whether an expression binds something for what follows.
fn has_let(expr: &Expr) -> bool {
    match expr {
        Expr::Let(_) => true,
        Expr::Binary(binary) => has_let(&binary.left) || has_let(&binary.right),
        _ => false,
    }
}

/// Code on one line: comments to a line's end are left out.
fn one_line(code: &str) -> String {
    let lines = code.lines().map(|line| line.split_once("// ").map_or(line, |(code, _)| code).trim());
    lines.collect::<Vec<_>>().join(" ")
}

/// What stands in an operator's place.
fn others(operator: &BinOp) -> &'static [&'static str] {
    match operator {
        BinOp::Eq(_) => &["!="],
        BinOp::Ne(_) => &["=="],
        BinOp::And(_) => &["||"],
        BinOp::Or(_) => &["&&"],
        BinOp::Lt(_) => &["==", ">", "<="],
        BinOp::Gt(_) => &["==", "<", ">="],
        BinOp::Le(_) => &[">"],
        BinOp::Ge(_) => &["<"],
        BinOp::Add(_) => &["-", "*"],
        BinOp::AddAssign(_) => &["-=", "*="],
        BinOp::Sub(_) => &["+", "/"],
        BinOp::SubAssign(_) => &["+=", "/="],
        BinOp::Mul(_) => &["+", "/"],
        BinOp::MulAssign(_) => &["+=", "/="],
        BinOp::Div(_) => &["%", "*"],
        BinOp::DivAssign(_) => &["%=", "*="],
        BinOp::Rem(_) => &["/", "+"],
        BinOp::Shl(_) => &[">>"],
        BinOp::Shr(_) => &["<<"],
        BinOp::BitAnd(_) => &["|", "^"],
        BinOp::BitAndAssign(_) => &["|=", "^="],
        BinOp::BitOr(_) => &["&", "^"],
        BinOp::BitOrAssign(_) => &["&=", "^="],
        BinOp::BitXor(_) => &["|", "&"],
        _ => &[],
    }
}

/// What a function returns at once instead of what it works out.
fn values(kind: &Type) -> Vec<String> {
    let list = |values: &[&str]| values.iter().map(|value| value.to_string()).collect();
    match kind {
        Type::Path(path) => {
            let Some(last) = path.path.segments.last() else { return Vec::new() };
            let inner = || match &last.arguments {
                PathArguments::AngleBracketed(arguments) => arguments
                    .args
                    .iter()
                    .find_map(
                        |argument| if let GenericArgument::Type(inner) = argument { Some(values(inner)) } else { None },
                    )
                    .unwrap_or_default(),
                _ => Vec::new(),
            };
            let around =
                |open: &str| inner().into_iter().map(move |value| format!("{open}({value})")).collect::<Vec<_>>();
            match last.ident.to_string().as_str() {
                "bool" => list(&["true", "false"]),
                "u8" | "u16" | "u32" | "u64" | "u128" | "usize" => list(&["0", "1"]),
                "i8" | "i16" | "i32" | "i64" | "i128" | "isize" => list(&["0", "1", "-1"]),
                "String" => list(&["String::new()", "\"xyzzy\".into()"]),
                "Option" => [vec!["None".to_string()], around("Some")].concat(),
                "Result" => around("Ok"),
                "Vec" => {
                    [vec!["vec![]".to_string()], inner().into_iter().map(|value| format!("vec![{value}]")).collect()]
                        .concat()
                }
                "Box" | "Rc" | "Arc" => around(&format!("{}::new", last.ident)),
                _ => list(&["Default::default()"]),
            }
        }
        Type::Reference(reference) => match &*reference.elem {
            Type::Path(path) if path.path.is_ident("str") => list(&["\"\"", "\"xyzzy\""]),
            Type::Slice(_) => list(&["&[]"]),
            _ => Vec::new(),
        },
        Type::Tuple(tuple) => {
            let mut all = vec![String::new()];
            for part in &tuple.elems {
                let values = values(part);
                all =
                    all.iter().flat_map(|start| values.iter().map(move |value| format!("{start}{value}, "))).collect();
            }
            all.into_iter().map(|parts| format!("({parts})")).collect()
        }
        _ => Vec::new(),
    }
}
