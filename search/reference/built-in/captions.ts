// Made by `npm run references`. Do not edit.
import type { Reference } from "../reference.js";

/** What is known of the task `captions`. */
export const captions: readonly Reference[] = [
  {
    task: "captions",
    size: 1,
    horizon: 200,
    batch: 48,
    fingerprint: "42e74e951ff82731",
    effort: {
      trials: 64,
      tuningSeeds: 2,
      seeds: 8,
      horizons: [0.25, 0.5, 1, 2, 4],
    },
    curve: [
      {
        horizon: 50,
        setting: {
          scale: 5.863463441495742,
          decay: 0.0007546788925184211,
          hyperparameters: {
            beta1: 0.42520201415808845,
            beta2: 0.9986536160875018,
          },
        },
        loss: 3.098069589585066,
        deviation: 0.08047337721425259,
        edges: [],
      },
      {
        horizon: 100,
        setting: {
          scale: 8.172999430202402,
          decay: 0.001285026377049761,
          hyperparameters: {
            beta1: 0.6362497917150582,
            beta2: 0.9983364276212674,
          },
        },
        loss: 2.689994554966688,
        deviation: 0.10058615616504232,
        edges: [],
      },
      {
        horizon: 200,
        setting: {
          scale: 8.803985730282177,
          decay: 0.011985010583168849,
          hyperparameters: {
            beta1: 0.6752721383268383,
            beta2: 0.9983649820580933,
          },
        },
        loss: 2.2600317001342773,
        deviation: 0.1203483073245537,
        edges: [],
      },
      {
        horizon: 400,
        setting: {
          scale: 8.099104391266225,
          decay: 0.004821357908710779,
          hyperparameters: {
            beta1: 0.713654459325735,
            beta2: 0.9984959179266213,
          },
        },
        loss: 1.8479722030460835,
        deviation: 0.06885281691867104,
        edges: [],
      },
      {
        horizon: 800,
        setting: {
          scale: 5.876792268753882,
          decay: 0.002612073124170034,
          hyperparameters: {
            beta1: 0.7196008078731304,
            beta2: 0.9994635728201261,
          },
        },
        loss: 1.4057759940624237,
        deviation: 0.047060070146884715,
        edges: [],
      },
    ],
    bar: {
      adamw: {
        horizon: 200,
        setting: {
          scale: 8.803985730282177,
          decay: 0.011985010583168849,
          hyperparameters: {
            beta1: 0.6752721383268383,
            beta2: 0.9983649820580933,
          },
        },
        loss: 2.2600317001342773,
        deviation: 0.1203483073245537,
        edges: [],
      },
      nadamw: {
        horizon: 200,
        setting: {
          scale: 9.313426404157621,
          decay: 0.0003185941354355434,
          hyperparameters: {
            beta1: 0.8136974183421395,
            beta2: 0.9988396621558795,
          },
        },
        loss: 2.2054321989417076,
        deviation: 0.0514528460496931,
        edges: [],
      },
      lion: {
        horizon: 200,
        setting: {
          scale: 41.438180550096824,
          decay: 0.0044108054474721135,
          hyperparameters: {
            beta1: 0.5810835789292002,
            beta2: 0.9925846273333142,
          },
        },
        loss: 2.586661882698536,
        deviation: 0.1703170880666499,
        edges: [],
      },
      nesterov: {
        horizon: 200,
        setting: {
          scale: 0.42290420092062264,
          decay: 0,
          hyperparameters: {
            beta: 0.6894750414483453,
          },
        },
        loss: 3.674818454310298,
        deviation: 0.1888348946592811,
        edges: [],
      },
      muon: {
        horizon: 200,
        setting: {
          scale: 1.1422077371708095,
          decay: 0.0013148075235111319,
          hyperparameters: {
            learning_rate: 0.049743797355839295,
            momentum: 0.953066359112254,
            adam_learning_rate: 0.014176774207562828,
            beta1: 0.797798076305148,
            beta2: 0.9994224703622683,
          },
        },
        loss: 1.8717219233512878,
        deviation: 0.07013639301876066,
        edges: [],
      },
    },
  },
  {
    task: "captions",
    size: 1,
    horizon: 800,
    batch: 6,
    fingerprint: "430fee4182d73da7",
    effort: {
      trials: 64,
      tuningSeeds: 2,
      seeds: 8,
      horizons: [0.25, 0.5, 1, 2, 4],
    },
    curve: [
      {
        horizon: 200,
        setting: {
          scale: 4.392008948778544,
          decay: 0.0004326533321584096,
          hyperparameters: {
            beta1: 0.290247158831506,
            beta2: 0.9983514292664022,
          },
        },
        loss: 1.235094202682376,
        deviation: 0.07497772651890879,
        edges: [],
      },
      {
        horizon: 400,
        setting: {
          scale: 4.392008948778566,
          decay: 0.00010856802654083552,
          hyperparameters: {
            beta1: 0,
            beta2: 0.9977377371165407,
          },
        },
        loss: 1.0357151702046394,
        deviation: 0.07206059639413014,
        edges: [],
      },
      {
        horizon: 800,
        setting: {
          scale: 4.130836738867811,
          decay: 0.00047866059747478097,
          hyperparameters: {
            beta1: 0.8860361005583092,
            beta2: 0.9999416730828904,
          },
        },
        loss: 0.9016847759485245,
        deviation: 0.06898508926821219,
        edges: [],
      },
      {
        horizon: 1600,
        setting: {
          scale: 2.090175039182929,
          decay: 0.004171915481888455,
          hyperparameters: {
            beta1: 0.9297245758467134,
            beta2: 0.9995099140698289,
          },
        },
        loss: 0.7177847363054752,
        deviation: 0.0897870051333845,
        edges: [],
      },
      {
        horizon: 3200,
        setting: {
          scale: 4.30316654157072,
          decay: 0.0014389172660884565,
          hyperparameters: {
            beta1: 0.9315219102034673,
            beta2: 0.9997939286583003,
          },
        },
        loss: 0.5749277360737324,
        deviation: 0.07724490405673394,
        edges: [],
      },
    ],
    bar: {
      adamw: {
        horizon: 800,
        setting: {
          scale: 4.130836738867811,
          decay: 0.00047866059747478097,
          hyperparameters: {
            beta1: 0.8860361005583092,
            beta2: 0.9999416730828904,
          },
        },
        loss: 0.9016847759485245,
        deviation: 0.06898508926821219,
        edges: [],
      },
      nadamw: {
        horizon: 800,
        setting: {
          scale: 4.614610176583614,
          decay: 0.0007020131836822609,
          hyperparameters: {
            beta1: 0.7450014916030259,
            beta2: 0.9988150582643315,
          },
        },
        loss: 0.8827971890568733,
        deviation: 0.08624769063243126,
        edges: [],
      },
      lion: {
        horizon: 800,
        setting: {
          scale: 23.622262620515478,
          decay: 0.00010221653720694086,
          hyperparameters: {
            beta1: 0.39463276090130917,
            beta2: 0.9815749202113613,
          },
        },
        loss: 1.0180144738405943,
        deviation: 0.11907836396118202,
        edges: [],
      },
      nesterov: {
        horizon: 800,
        setting: {
          scale: 2.0092384347478927,
          decay: 0,
          hyperparameters: {
            beta: 0.7130823460871984,
          },
        },
        loss: 1.2072815615683794,
        deviation: 0.08931939110254085,
        edges: [],
      },
      muon: {
        horizon: 800,
        setting: {
          scale: 1.236244906973663,
          decay: 0.0005189960059396667,
          hyperparameters: {
            learning_rate: 0.01865047331420144,
            momentum: 0.9001176344481424,
            adam_learning_rate: 0.0005583498758312856,
            beta1: 0.9162977539039867,
            beta2: 0.9973116342149713,
          },
        },
        loss: 0.6566406413912773,
        deviation: 0.07157611294819838,
        edges: [],
      },
    },
  },
  {
    task: "captions",
    size: 10,
    horizon: 400,
    batch: 64,
    fingerprint: "ccdf885bd3e58655",
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
          scale: 4.36219285818597,
          decay: 0.010199291793134798,
          hyperparameters: {
            beta1: 0.7566045922968175,
            beta2: 0.999026027473368,
          },
        },
        loss: 2.045065462589264,
        deviation: 0.07481513365455454,
        edges: [],
      },
      {
        horizon: 400,
        setting: {
          scale: 3.94965992349924,
          decay: 0.006954284074715,
          hyperparameters: {
            beta1: 0.7133943662899218,
            beta2: 0.9987113138702893,
          },
        },
        loss: 1.5305589884519577,
        deviation: 0.03384852106217459,
        edges: [],
      },
      {
        horizon: 800,
        setting: {
          scale: 3.94965992349924,
          decay: 0.006954284074715,
          hyperparameters: {
            beta1: 0.7133943662899218,
            beta2: 0.9987113138702893,
          },
        },
        loss: 1.1693251430988312,
        deviation: 0.031974287431518096,
        edges: [],
      },
      {
        horizon: 1600,
        setting: {
          scale: 5.051687569949414,
          decay: 0.003986853491636738,
          hyperparameters: {
            beta1: 0.5679665281063461,
            beta2: 0.9990449377536921,
          },
        },
        loss: 0.9490764439105988,
        deviation: 0.01716084856030343,
        edges: [],
      },
    ],
    bar: {
      adamw: {
        horizon: 400,
        setting: {
          scale: 3.94965992349924,
          decay: 0.006954284074715,
          hyperparameters: {
            beta1: 0.7133943662899218,
            beta2: 0.9987113138702893,
          },
        },
        loss: 1.5305589884519577,
        deviation: 0.03384852106217459,
        edges: [],
      },
      nadamw: {
        horizon: 400,
        setting: {
          scale: 4.8606429152197155,
          decay: 0.000022632009543666333,
          hyperparameters: {
            beta1: 0.8814123788749519,
            beta2: 0.9993228338018055,
          },
        },
        loss: 1.500906080007553,
        deviation: 0.044949436490303196,
        edges: [],
      },
      lion: {
        horizon: 400,
        setting: {
          scale: 20.625213210939645,
          decay: 0.002528690935005454,
          hyperparameters: {
            beta1: 0.6694146192479389,
            beta2: 0.9943904131721841,
          },
        },
        loss: 1.889592207968235,
        deviation: 0.015047384265211716,
        edges: [],
      },
      nesterov: {
        horizon: 400,
        setting: {
          scale: 2.274333236136665,
          decay: 0.00001405146889181629,
          hyperparameters: {
            beta: 0.8170777289714094,
          },
        },
        loss: 3.3308819234371185,
        deviation: 0.48488091982881526,
        edges: [],
      },
      muon: {
        horizon: 400,
        setting: {
          scale: 1.0084082165777273,
          decay: 0.0009511452671995772,
          hyperparameters: {
            learning_rate: 0.037306966082767214,
            momentum: 0.9590095380875375,
            adam_learning_rate: 0.0072186220549576,
            beta1: 0.8626859255941437,
            beta2: 0.9996751605021582,
          },
        },
        loss: 1.1796081960201263,
        deviation: 0.02781592275730314,
        edges: [],
      },
    },
  },
  {
    task: "captions",
    size: 100,
    horizon: 700,
    batch: 64,
    fingerprint: "dba3bb8fe8dcf18a",
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
          scale: 2.6544776125979657,
          decay: 0.001503079905199617,
          hyperparameters: {
            beta1: 0.80518199052495,
            beta2: 0.9992023671061439,
          },
        },
        loss: 1.318564623594284,
        deviation: 0.029776706326098124,
        edges: [],
      },
      {
        horizon: 700,
        setting: {
          scale: 2.92508242230649,
          decay: 0.004799223697938261,
          hyperparameters: {
            beta1: 0.8163807680022503,
            beta2: 0.9991528785999063,
          },
        },
        loss: 0.9305602014064789,
        deviation: 0.009295276704835124,
        edges: [],
      },
      {
        horizon: 1400,
        setting: {
          scale: 2.92508242230649,
          decay: 0.004799223697938261,
          hyperparameters: {
            beta1: 0.8163807680022503,
            beta2: 0.9991528785999063,
          },
        },
        loss: 0.7584686875343323,
        deviation: 0.03245315764708542,
        edges: [],
      },
    ],
    bar: {
      adamw: {
        horizon: 700,
        setting: {
          scale: 2.92508242230649,
          decay: 0.004799223697938261,
          hyperparameters: {
            beta1: 0.8163807680022503,
            beta2: 0.9991528785999063,
          },
        },
        loss: 0.9305602014064789,
        deviation: 0.009295276704835124,
        edges: [],
      },
      nadamw: {
        horizon: 700,
        setting: {
          scale: 3.259319707916417,
          decay: 0.000011037950353708216,
          hyperparameters: {
            beta1: 0.910536652597917,
            beta2: 0.9996051721801472,
          },
        },
        loss: 0.8953242897987366,
        deviation: 0.01690206636462681,
        edges: [],
      },
      lion: {
        horizon: 700,
        setting: {
          scale: 13.86174196865879,
          decay: 0.0005465443300894914,
          hyperparameters: {
            beta1: 0.7752870904665565,
            beta2: 0.99652794356077,
          },
        },
        loss: 1.2427987158298492,
        deviation: 0.049426325745150115,
        edges: [],
      },
      nesterov: {
        horizon: 700,
        setting: {
          scale: 1.5733709388388633,
          decay: 0.00001667290482045607,
          hyperparameters: {
            beta: 0.8995025953099213,
          },
        },
        loss: 2.126168876886368,
        deviation: 0.28012662625729207,
        edges: [],
      },
      muon: {
        horizon: 700,
        setting: {
          scale: 0.7891925228153438,
          decay: 0.0003595409805933641,
          hyperparameters: {
            learning_rate: 0.028993826657465586,
            momentum: 0.9702862376500819,
            adam_learning_rate: 0.004910908928114445,
            beta1: 0.9118357475788145,
            beta2: 0.9998021491600577,
          },
        },
        loss: 0.7661198973655701,
        deviation: 0.0006967716995821001,
        edges: [],
      },
    },
  },
];
