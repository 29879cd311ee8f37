// Made by `npm run references`. Do not edit.
import type { Reference } from "../reference.js";

/** What is known of the task `glyph-transformer`. */
export const glyphTransformer: readonly Reference[] = [
  {
    task: "glyph-transformer",
    size: 1,
    horizon: 300,
    batch: 32,
    fingerprint: "c84455261e8f20f5",
    effort: {
      trials: 64,
      tuningSeeds: 2,
      seeds: 8,
      horizons: [0.25, 0.5, 1, 2, 4],
    },
    curve: [
      {
        horizon: 75,
        setting: {
          scale: 59.335200539453204,
          decay: 0.0012245243307191,
          hyperparameters: {
            beta1: 0.5644829697600671,
            beta2: 0.9994461985225735,
          },
        },
        loss: 1.7243178980425,
        deviation: 0.10030280948562946,
        edges: [],
      },
      {
        horizon: 150,
        setting: {
          scale: 21.478287125924187,
          decay: 0.002459260596245169,
          hyperparameters: {
            beta1: 0.5367822813471113,
            beta2: 0.9992652331090283,
          },
        },
        loss: 1.299503137357533,
        deviation: 0.11023303535346492,
        edges: [],
      },
      {
        horizon: 300,
        setting: {
          scale: 15.208967118490326,
          decay: 0.0005880602423942799,
          hyperparameters: {
            beta1: 0.7907951940221452,
            beta2: 0.999364728586833,
          },
        },
        loss: 1.0456154672428966,
        deviation: 0.12640773731471883,
        edges: [],
      },
      {
        horizon: 600,
        setting: {
          scale: 15.45263501316353,
          decay: 0.00062227694279682,
          hyperparameters: {
            beta1: 0.7686713432990397,
            beta2: 0.9994261600147887,
          },
        },
        loss: 0.6702159584965557,
        deviation: 0.11087856488956463,
        edges: [],
      },
      {
        horizon: 1200,
        setting: {
          scale: 16.345998860404805,
          decay: 0.005183060847796795,
          hyperparameters: {
            beta1: 0.6131137706637165,
            beta2: 0.9992372487012693,
          },
        },
        loss: 0.4072216156637296,
        deviation: 0.06386581724957605,
        edges: [],
      },
    ],
    bar: {
      adamw: {
        horizon: 300,
        setting: {
          scale: 15.208967118490326,
          decay: 0.0005880602423942799,
          hyperparameters: {
            beta1: 0.7907951940221452,
            beta2: 0.999364728586833,
          },
        },
        loss: 1.0456154672428966,
        deviation: 0.12640773731471883,
        edges: [],
      },
      nadamw: {
        horizon: 300,
        setting: {
          scale: 25.094292740794998,
          decay: 0.00006593518933355159,
          hyperparameters: {
            beta1: 0.8303654550203493,
            beta2: 0.9987177984948175,
          },
        },
        loss: 0.8909503859467804,
        deviation: 0.09901806224311888,
        edges: [],
      },
      lion: {
        horizon: 300,
        setting: {
          scale: 212.54240152625454,
          decay: 0.002315387966853278,
          hyperparameters: {
            beta1: 0.5721997336048964,
            beta2: 0.993110075710766,
          },
        },
        loss: 1.019757419358939,
        deviation: 0.13545481592344225,
        edges: [],
      },
      nesterov: {
        horizon: 300,
        setting: {
          scale: 12.490657750390302,
          decay: 0.0002765001039240987,
          hyperparameters: {
            beta: 0.8997198557239713,
          },
        },
        loss: 1.2073533893562853,
        deviation: 0.10346143742602103,
        edges: [],
      },
      muon: {
        horizon: 300,
        setting: {
          scale: 0.8087452221432053,
          decay: 0.00006495551774855536,
          hyperparameters: {
            learning_rate: 0.02906574133384229,
            momentum: 0.9569363252322893,
            adam_learning_rate: 0.049794736294035316,
            beta1: 0.891899803736887,
            beta2: 0.999241374634903,
          },
        },
        loss: 0.7706377757713199,
        deviation: 0.08008764304157956,
        edges: [],
      },
    },
  },
  {
    task: "glyph-transformer",
    size: 1,
    horizon: 1200,
    batch: 4,
    fingerprint: "78d981577fdb5e7a",
    effort: {
      trials: 64,
      tuningSeeds: 2,
      seeds: 8,
      horizons: [0.25, 0.5, 1, 2, 4],
    },
    curve: [
      {
        horizon: 300,
        setting: {
          scale: 15.5229687349508,
          decay: 0.007454696448555233,
          hyperparameters: {
            beta1: 0.9337642374741788,
            beta2: 0.9996154921910041,
          },
        },
        loss: 1.9208420859649777,
        deviation: 0.11152196333961362,
        edges: [],
      },
      {
        horizon: 600,
        setting: {
          scale: 13.010728440946982,
          decay: 0.0007456345914333868,
          hyperparameters: {
            beta1: 0.21904367574106676,
            beta2: 0.9989875406522756,
          },
        },
        loss: 1.5422978913411498,
        deviation: 0.1320301785041072,
        edges: [],
      },
      {
        horizon: 1200,
        setting: {
          scale: 8.247568676620658,
          decay: 0.000013242024594051537,
          hyperparameters: {
            beta1: 0.8830449068421173,
            beta2: 0.9986634592913706,
          },
        },
        loss: 1.2690219637006521,
        deviation: 0.1456223149354466,
        edges: [],
      },
      {
        horizon: 2400,
        setting: {
          scale: 6.979772607614644,
          decay: 0.00002906986350087115,
          hyperparameters: {
            beta1: 0.8933774395913462,
            beta2: 0.9982412966264409,
          },
        },
        loss: 0.9102777732769027,
        deviation: 0.10287896822418474,
        edges: [],
      },
      {
        horizon: 4800,
        setting: {
          scale: 6.948147639922994,
          decay: 0.00004315158356951902,
          hyperparameters: {
            beta1: 0.8686675871344027,
            beta2: 0.9984393491896659,
          },
        },
        loss: 0.549175451946212,
        deviation: 0.0908764645340392,
        edges: [],
      },
    ],
    bar: {
      adamw: {
        horizon: 1200,
        setting: {
          scale: 8.247568676620658,
          decay: 0.000013242024594051537,
          hyperparameters: {
            beta1: 0.8830449068421173,
            beta2: 0.9986634592913706,
          },
        },
        loss: 1.2690219637006521,
        deviation: 0.1456223149354466,
        edges: [],
      },
      nadamw: {
        horizon: 1200,
        setting: {
          scale: 8.413529271014093,
          decay: 0.0000627620413017959,
          hyperparameters: {
            beta1: 0.8746840303656577,
            beta2: 0.9990304839456244,
          },
        },
        loss: 1.1978804317768663,
        deviation: 0.11865058600431623,
        edges: [],
      },
      lion: {
        horizon: 1200,
        setting: {
          scale: 62.64467212875348,
          decay: 0.001285026377049761,
          hyperparameters: {
            beta1: 0.6455529123223549,
            beta2: 0.9898893265504376,
          },
        },
        loss: 1.2959303874522448,
        deviation: 0.2189623985533377,
        edges: [],
      },
      nesterov: {
        horizon: 1200,
        setting: {
          scale: 13.572848913599781,
          decay: 0.000015782919272404857,
          hyperparameters: {
            beta: 0.21285897502715057,
          },
        },
        loss: 1.3893755194731057,
        deviation: 0.13312577027219188,
        edges: ["scale"],
      },
      muon: {
        horizon: 1200,
        setting: {
          scale: 0.5821008182510901,
          decay: 0.000012664684825241194,
          hyperparameters: {
            learning_rate: 0.01112961172088351,
            momentum: 0.9561263809314247,
            adam_learning_rate: 0.03031984631867739,
            beta1: 0.8152625775838297,
            beta2: 0.9990279405524642,
          },
        },
        loss: 0.8420881736092269,
        deviation: 0.10478775042767467,
        edges: [],
      },
    },
  },
  {
    task: "glyph-transformer",
    size: 10,
    horizon: 400,
    batch: 32,
    fingerprint: "ea48e8a44c8b5d6b",
    effort: {
      trials: 16,
      tuningSeeds: 1,
      seeds: 4,
      horizons: [0.5, 1, 2, 4],
    },
    curve: [
      {
        horizon: 200,
        setting: {
          scale: 6.492433571192274,
          decay: 0.01937424326946628,
          hyperparameters: {
            beta1: 0.4811176941421361,
            beta2: 0.9994467062433335,
          },
        },
        loss: 0.7078698230907321,
        deviation: 0.060235654878093035,
        edges: [],
      },
      {
        horizon: 400,
        setting: {
          scale: 9.12971493990938,
          decay: 0.03503929559299784,
          hyperparameters: {
            beta1: 0.6571593454615593,
            beta2: 0.9995374853557774,
          },
        },
        loss: 0.36701182276010513,
        deviation: 0.06979407344813822,
        edges: [],
      },
      {
        horizon: 800,
        setting: {
          scale: 6.492433571192274,
          decay: 0.01937424326946628,
          hyperparameters: {
            beta1: 0.4811176941421361,
            beta2: 0.9994467062433335,
          },
        },
        loss: 0.15881649986840785,
        deviation: 0.023521228242503488,
        edges: [],
      },
      {
        horizon: 1600,
        setting: {
          scale: 5.593578999436474,
          decay: 0.006141464980144685,
          hyperparameters: {
            beta1: 0.7092060080148409,
            beta2: 0.9994992926757762,
          },
        },
        loss: 0.08200114978535566,
        deviation: 0.00669217305314942,
        edges: [],
      },
    ],
    bar: {
      adamw: {
        horizon: 400,
        setting: {
          scale: 9.12971493990938,
          decay: 0.03503929559299784,
          hyperparameters: {
            beta1: 0.6571593454615593,
            beta2: 0.9995374853557774,
          },
        },
        loss: 0.36701182276010513,
        deviation: 0.06979407344813822,
        edges: [],
      },
      nadamw: {
        horizon: 400,
        setting: {
          scale: 13.763591345048342,
          decay: 0.009930117562917314,
          hyperparameters: {
            beta1: 0.8250538825063812,
            beta2: 0.998232402134438,
          },
        },
        loss: 0.3440936387050897,
        deviation: 0.04250860255114861,
        edges: [],
      },
      lion: {
        horizon: 400,
        setting: {
          scale: 96.00289082514735,
          decay: 0.03420448493708829,
          hyperparameters: {
            beta1: 0.4409189119396546,
            beta2: 0.992534287763672,
          },
        },
        loss: 0.4699924527667463,
        deviation: 0.06679528081580119,
        edges: [],
      },
      nesterov: {
        horizon: 400,
        setting: {
          scale: 8.640966767398371,
          decay: 0.00011569826797531623,
          hyperparameters: {
            beta: 0.9073435389415588,
          },
        },
        loss: 0.43239803868345916,
        deviation: 0.0489700662413517,
        edges: [],
      },
      muon: {
        horizon: 400,
        setting: {
          scale: 0.4552441869685483,
          decay: 0.002707873844135607,
          hyperparameters: {
            learning_rate: 0.030945409752719026,
            momentum: 0.9547283411434578,
            adam_learning_rate: 0.047881207364379126,
            beta1: 0.9243876763209056,
            beta2: 0.9994532517776056,
          },
        },
        loss: 0.16565538884606212,
        deviation: 0.010267320343917035,
        edges: [],
      },
    },
  },
  {
    task: "glyph-transformer",
    size: 100,
    horizon: 700,
    batch: 32,
    fingerprint: "4eef0fb228085c8b",
    effort: {
      trials: 8,
      tuningSeeds: 1,
      seeds: 2,
      horizons: [0.5, 1, 2],
    },
    curve: [
      {
        horizon: 350,
        setting: {
          scale: 6.1219596564337415,
          decay: 0.011241875048297148,
          hyperparameters: {
            beta1: 0.7413585643295144,
            beta2: 0.9997303266921543,
          },
        },
        loss: 0.2731068334542215,
        deviation: 0.019380753477144366,
        edges: [],
      },
      {
        horizon: 700,
        setting: {
          scale: 4.962146193545908,
          decay: 0.016687546902659063,
          hyperparameters: {
            beta1: 0.7864965806926705,
            beta2: 0.999822485443524,
          },
        },
        loss: 0.09810380468843505,
        deviation: 0.0056674779112271265,
        edges: [],
      },
      {
        horizon: 1400,
        setting: {
          scale: 6.1219596564337415,
          decay: 0.011241875048297148,
          hyperparameters: {
            beta1: 0.7413585643295144,
            beta2: 0.9997303266921543,
          },
        },
        loss: 0.07314086795668118,
        deviation: 0.016689277669002595,
        edges: [],
      },
    ],
    bar: {
      adamw: {
        horizon: 700,
        setting: {
          scale: 4.962146193545908,
          decay: 0.016687546902659063,
          hyperparameters: {
            beta1: 0.7864965806926705,
            beta2: 0.999822485443524,
          },
        },
        loss: 0.09810380468843505,
        deviation: 0.0056674779112271265,
        edges: [],
      },
      nadamw: {
        horizon: 700,
        setting: {
          scale: 4.178206115491062,
          decay: 0.031706135759254045,
          hyperparameters: {
            beta1: 0.8445887553539744,
            beta2: 0.9988145147180163,
          },
        },
        loss: 0.10035764815984294,
        deviation: 0.016121112344362837,
        edges: [],
      },
      lion: {
        horizon: 700,
        setting: {
          scale: 29.143546585663508,
          decay: 0.10921240721666474,
          hyperparameters: {
            beta1: 0.5033471505494727,
            beta2: 0.994992926757762,
          },
        },
        loss: 0.16095071320887655,
        deviation: 0.02139259723550008,
        edges: [],
      },
      nesterov: {
        horizon: 700,
        setting: {
          scale: 9.86909549082547,
          decay: 0.0003216247039289523,
          hyperparameters: {
            beta: 0.9186992662463627,
          },
        },
        loss: 0.21305860695429146,
        deviation: 0.01265623598030462,
        edges: [],
      },
      muon: {
        horizon: 700,
        setting: {
          scale: 0.35627963210178387,
          decay: 0.0010235992868998331,
          hyperparameters: {
            learning_rate: 0.02404982072849461,
            momentum: 0.9671828213274933,
            adam_learning_rate: 0.03257411829355148,
            beta1: 0.9514521434176324,
            beta2: 0.999666990634586,
          },
        },
        loss: 0.042559704001178034,
        deviation: 0.013354791162470948,
        edges: [],
      },
    },
  },
];
